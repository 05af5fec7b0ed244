// The address of a script in the form that pages with Trusted Types ask for. The policy passes on the
// addresses of this program's own workers, which no text from outside has any part in.

interface ScriptPolicy {
  createScriptURL(address: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy;
}

let policy: ScriptPolicy | null | undefined;

export function scriptAddress(address: string): string {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  if (policy === undefined) {
    try {
      policy = factory?.createPolicy('tailcraft', { createScriptURL: (own) => own }) ?? null;
    } catch {
      // The host names other policies: what asks for a worker will say so.
      policy = null;
    }
  }
  return policy?.createScriptURL(address) ?? address;
}
