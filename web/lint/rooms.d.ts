export const ROOMS: Readonly<Record<string, readonly string[]>>;
export function roomOf(file: string): string | undefined;
export function below(room: string): Set<string>;
declare const plugin: { rules: Record<string, unknown> };
export default plugin;
