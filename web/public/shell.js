// Says why this page stays empty where a frame or a host withholds what it needs. It stands alone, as
// an old kind of script, because the modules of the page may be what is withheld.
(() => {
  const shell = () => document.getElementById('shell');
  const link = () => shell()?.querySelector('a');
  const say = (reason) => {
    const place = shell()?.querySelector('[role="status"]');
    if (!place) return;
    place.textContent = reason;
    shell().classList.add('is-known');
  };
  const SANDBOX =
    'The frame around this page has “sandbox” without “allow-same-origin”, so that neither its ' +
    'program nor a worker may start. Whoever wrote the frame can add the word.';

  addEventListener('DOMContentLoaded', () => {
    // All that the address says, the part after # too.
    link()?.setAttribute('href', location.href);
    if (self.origin === 'null') say(SANDBOX);
  });
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
    say(
      `The policy of the host (Content-Security-Policy, ${effectiveDirective}) forbids ` +
        `${blockedURI || 'what this page needs'}.`,
    );
  });
  addEventListener(
    'error',
    ({ target, message }) => {
      if (self.origin === 'null') say(SANDBOX);
      else if (target instanceof HTMLScriptElement || target instanceof HTMLLinkElement) {
        say(
          `A file of this page could not be loaded: ${target.src || target.href}. Reload to try again.`,
        );
      } else if (message) say(`This page could not start: ${message}`);
    },
    true,
  );
})();
