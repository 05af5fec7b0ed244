// Address of the module's binary, as the build lays it out (`@engine-binary` in vite.config.ts).

declare const address: string;
export default address;
