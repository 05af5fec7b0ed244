// From the cells of a map to what its chart draws: panels, words, numbers.

import type { Phase } from '@engine';
import type { MapCell, MapPanel, PhaseMapData } from '../../../charts/map/map_data';
import type { Table } from '../../../charts/common/plot';
import { ScaleKeeper } from '../../../charts/common/value_scale';
import { formatNumber, roundTo } from '../../../common/format';
import {
  cellStep,
  rateValues,
  yValues,
  type CellPlace,
  type MapConfig,
} from '../../../config/map/map';
import { numberAxis } from '../../../config/map/axes';
import { CELL_KEYS } from '../../../config/map/cell';
import { mapQuantity } from '../../../config/map/colors';
import type { MapData } from '../../../config/map/data';
import { PHASES } from '../../../config/metrics/phases';
import { param } from '../../../config/schema/schema';
import { type ParamKey } from '../../../config/schema/param';
import type { ViewState } from '../../../config/link/view_state';

export const PHASE_NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(PHASES).map(([phase, { name }]) => [phase, name]),
);

/** Label of an option of a parameter, as its control shows it. */
export function optionLabel(key: string, value: string): string {
  const p = param(key as ParamKey);
  const option = p.kind === 'choice' ? p.options.find((o) => o.value === value) : undefined;
  return option?.label ?? value;
}

/** Title of the y axis. */
export function yTitle({ yAxis }: MapConfig): string {
  if (yAxis.key === 'step') return 'optimizer step';
  const axis = numberAxis(yAxis.key);
  const name = (axis ?? param(yAxis.key as ParamKey)).label.toLowerCase();
  return axis?.symbol ? `${name} ${axis.symbol}` : name;
}

/** The rows of a map in words, from the bottom. */
export function yNames(map: MapConfig): string[] {
  return yValues(map).map((value) =>
    typeof value === 'number' ? valueName(value) : optionLabel(map.yAxis.key, value),
  );
}

function valueName(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e6)
    ? formatNumber(value, 2)
    : String(roundTo(value, 3)).replace('-', '−');
}

/** Columns and rows of one of the maps. */
export function sizeOf(map: MapConfig, optimizer: number): { columns: number; rows: number } {
  const name = map.optimizers[optimizer] ?? 'adam';
  return { columns: rateValues(map, name).length, rows: yValues(map).length };
}

/** Calls back for every cell of one of the maps, by row from the bottom, then rate. */
function cellsOf<T>(map: MapConfig, optimizer: number, make: (place: CellPlace) => T): T[] {
  const { columns, rows } = sizeOf(map, optimizer);
  return Array.from({ length: columns * rows }, (_, i) =>
    make({ optimizer, rate: i % columns, row: Math.floor(i / columns) }),
  );
}

/** The cell at a place as the chart draws it; undefined while it is missing. */
function cellAt(data: MapData, place: CellPlace, key: string): MapCell | undefined {
  const phase = data.phase(place);
  if (phase !== undefined) {
    return { state: 'known', phase, value: key === 'phase' ? NaN : data.spread(place, key).mean };
  }
  const failed = data.failure(data.runAt(place)) !== undefined;
  return failed ? { state: 'failed', phase: '', value: NaN } : undefined;
}

/** Thresholds by optimizer and row; NaN where theory expects nothing. */
export type Thresholds = readonly (readonly number[])[];

const scales = new ScaleKeeper();

export function phaseMapData(
  data: MapData,
  view: ViewState,
  thresholds: Thresholds | null,
  keepScale: string,
): PhaseMapData {
  const { map } = data;
  const quantity = mapQuantity(view.mapColor);
  const key = quantity?.key ?? 'phase';
  const rows = yNames(map);
  const panels: MapPanel[] = map.optimizers.map((name, optimizer) => {
    const rates = thresholds?.[optimizer];
    const lowest = rates?.find(Number.isFinite);
    return {
      title: optionLabel('optimizer', name),
      rates: rateValues(map, name),
      rows,
      cells: cellsOf(map, optimizer, (place) => cellAt(data, place, key)),
      threshold:
        rates && lowest !== undefined
          ? {
              text:
                map.yAxis.key === 'step'
                  ? `theory: spike after step 1 at ${formatNumber(lowest, 2)}`
                  : 'theory: spike after step 1',
              rates,
            }
          : null,
    };
  });
  const values = panels.flatMap((p) => p.cells.flatMap((c) => (c ? [c.value] : [])));
  return {
    panels,
    rowTitle: yTitle(map),
    rowsApart: map.yAxis.key === 'step',
    color: quantity
      ? {
          kind: 'value',
          title: quantity.title,
          scale: view.mapLimits
            ? { kind: quantity.scale, range: view.mapLimits }
            : scales.fit(`${keepScale} ${key}`, values, quantity.scale),
        }
      : { kind: 'phase' },
    phaseNames: PHASE_NAMES,
    boundary: view.mapEdges,
    describe: () => describeMap(data),
    table: () => mapTable(data),
  };
}

/** What the map shows, in words: for each optimizer which phases lie where. */
function describeMap(data: MapData): string {
  const { map } = data;
  const parts = map.optimizers.map((name, optimizer) => {
    const rates = rateValues(map, name);
    const spans = new Map<Phase, [number, number]>();
    cellsOf(map, optimizer, (place) => {
      const phase = data.phase(place);
      const rate = rates[place.rate];
      if (phase === undefined || rate === undefined) return;
      const span = spans.get(phase);
      spans.set(phase, span ? [Math.min(span[0], rate), Math.max(span[1], rate)] : [rate, rate]);
    });
    const found = [...spans].map(
      ([phase, [low, high]]) =>
        `${PHASES[phase].name} at rates from ${formatNumber(low, 2)} to ${formatNumber(high, 2)}`,
    );
    return `${optionLabel('optimizer', name)}: ${found.join(', ') || 'nothing computed yet'}`;
  });
  return `Map of the learning rate by ${yTitle(map)}. ${parts.join('. ')}.`;
}

/** Every number of every cell, repeats apart. */
function mapTable(data: MapData): Table {
  const { map } = data;
  const yAxis = yValues(map);
  const rows: (number | string)[][] = [];
  const steps = yAxis.map((_, row) => cellStep(map, { optimizer: 0, rate: 0, row }));
  map.optimizers.forEach((name, optimizer) => {
    const rates = rateValues(map, name);
    cellsOf(map, optimizer, (place) => {
      for (let repeat = 0; repeat < map.repeats; repeat += 1) {
        const record = data.at(place, repeat);
        if (!record) continue;
        rows.push([
          name,
          rates[place.rate] ?? NaN,
          ...(map.yAxis.key === 'step' ? [] : [yAxis[place.row] ?? '']),
          steps[place.row] ?? NaN,
          map.base.seed + repeat,
          record.phase,
          ...record.values,
        ]);
      }
    });
  });
  const second = map.yAxis.key === 'step' ? [] : [map.yAxis.key];
  return {
    columns: ['optimizer', 'learning rate', ...second, 'step', 'seed', 'phase', ...CELL_KEYS],
    rows,
  };
}
