#pragma once

// Eigen's SSE back end includes <mmintrin.h> (64-bit MMX), which clang refuses for WebAssembly.
// Nothing of it is used there, so an empty header in front of the compiler's own is enough.
#ifndef __wasm__
#include_next <mmintrin.h>
#endif
