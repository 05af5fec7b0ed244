// What stands in place of something that could not be loaded. After a new version of the page was put
// online, the files that an open page would load next may be gone.

import { messageOf } from '../../common/errors';
import { h, on } from './dom';

/** @param what  for instance "The anatomy of the update" */
export function loadFailure(what: string, error: unknown, retry: () => void): HTMLElement {
  const again = h('button', { type: 'button', class: 'secondary' }, 'Try again');
  const reload = h('button', { type: 'button', class: 'secondary' }, 'Reload the page');
  on(again, 'click', retry);
  on(reload, 'click', () => location.reload());
  return h(
    'div',
    { class: 'load-failure', role: 'alert' },
    h(
      'p',
      {},
      `${what} could not be loaded: ${messageOf(error)}. Either the connection failed, or a newer ` +
        'version of this page has replaced the one that is open here. Reloading keeps all settings; ' +
        'runs are computed again, files have to be opened again.',
    ),
    h('p', {}, again, ' ', reload),
  );
}
