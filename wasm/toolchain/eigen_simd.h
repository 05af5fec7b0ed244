#pragma once

// Included before anything else in every WebAssembly source (-include). Emscripten translates SSE
// intrinsics to WebAssembly SIMD, and Eigen 3.4 uses them once it sees -msse4.2. Its packet
// min/max, however, are x86 inline assembly for compilers that call themselves GCC older than 6.3
// (clang says 4.2). Claiming GCC 10 from here on selects the intrinsics instead.
#ifdef __wasm_simd128__
#include <Eigen/src/Core/util/Macros.h>
#undef EIGEN_COMP_GNUC
#define EIGEN_COMP_GNUC 100
#endif
