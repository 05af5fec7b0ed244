#pragma once

// One 16-byte vector, the size that both WebAssembly SIMD and the x86-64 baseline have: 4 floats or
// 2 doubles. Written with the compiler's vector extensions, so the same source gives the same
// operations on both. No fused multiply-add: it would round differently from machine to machine.

#include <cstring>
#include <type_traits>
#include <utility>

#include "linalg/matrix.h"

#ifdef __wasm_simd128__
#include <wasm_simd128.h>
#endif

namespace tailcraft::simd {

template <typename Scalar>
struct Lanes;

template <>
struct Lanes<float> {
  using Type = float __attribute__((vector_size(16)));
  using Wide = float __attribute__((vector_size(64)));
  static constexpr Index kWidth = 4;
};

template <>
struct Lanes<double> {
  using Type = double __attribute__((vector_size(16)));
  using Wide = Type;
  static constexpr Index kWidth = 2;
};

template <typename Scalar>
using Vec = typename Lanes<Scalar>::Type;

/// Four vectors of floats as one value. The compiler makes every operation on it four, which do not
/// wait for one another: for long chains of operations. One vector of doubles, for less code.
template <typename Scalar>
using Wide = typename Lanes<Scalar>::Wide;

/// Scalars in a vector.
template <typename Scalar>
inline constexpr Index kWidth = Lanes<Scalar>::kWidth;

/// Scalars in a Wide.
template <typename Scalar>
inline constexpr Index kWideWidth = sizeof(Wide<Scalar>) / sizeof(Scalar);

/// A Vec or a Wide.
template <typename Vectors, typename Scalar>
concept VectorsOf =
    std::is_same_v<std::remove_cvref_t<decltype(std::declval<Vectors&>()[0])>, Scalar>;

template <typename Scalar, VectorsOf<Scalar> Vectors = Vec<Scalar>>
inline Vectors load(const Scalar* from) {
  Vectors v;
  std::memcpy(&v, from, sizeof(v));
  return v;
}

template <typename Scalar, VectorsOf<Scalar> Vectors>
inline void store(Scalar* to, Vectors v) {
  std::memcpy(to, &v, sizeof(v));
}

/// As many numbers as a vector of doubles holds, converted.
inline Vec<double> loadAsDouble(const double* from) { return load(from); }
inline Vec<double> loadAsDouble(const float* from) {
  using Half = float __attribute__((vector_size(8)));
  Half half;
  std::memcpy(&half, from, sizeof(half));
  return __builtin_convertvector(half, Vec<double>);
}

/// The way back: each number rounded once.
inline void storeRounded(double* to, Vec<double> v) { store(to, v); }
inline void storeRounded(float* to, Vec<double> v) {
#ifdef __wasm_simd128__
  const v128_t rounded = wasm_f32x4_demote_f64x2_zero(reinterpret_cast<v128_t>(v));
  wasm_v128_store64_lane(to, rounded, 0);
#else
  using Half = float __attribute__((vector_size(8)));
  const Half half = __builtin_convertvector(v, Half);
  std::memcpy(to, &half, sizeof(half));
#endif
}

inline Vec<float> broadcast(float x) { return Vec<float>{x, x, x, x}; }
inline Vec<double> broadcast(double x) { return Vec<double>{x, x}; }

/// Every lane the number at `from`: one instruction in WebAssembly, which the compiler does not
/// find on its own.
template <typename Scalar>
inline Vec<Scalar> broadcastFrom(const Scalar* from) {
#ifdef __wasm_simd128__
  if constexpr (sizeof(Scalar) == 4) {
    return reinterpret_cast<Vec<Scalar>>(wasm_v128_load32_splat(from));
  } else {
    return reinterpret_cast<Vec<Scalar>>(wasm_v128_load64_splat(from));
  }
#else
  return broadcast(*from);
#endif
}

/// The same vector all over.
inline Wide<float> widen(Vec<float> v) {
  return __builtin_shufflevector(v, v, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3);
}
inline Wide<double> widen(Vec<double> v) { return v; }

/// limit < x ? limit : x in each lane, so a NaN in x stays. One instruction on both machines;
/// written as a choice, it becomes WebAssembly's own minimum, which takes eight to treat NaN alike
/// on both sides.
template <typename Scalar>
inline Vec<Scalar> atMost(Vec<Scalar> limit, Vec<Scalar> x) {
#ifdef __wasm_simd128__
  if constexpr (sizeof(Scalar) == 4) {
    return reinterpret_cast<Vec<Scalar>>(
        wasm_f32x4_pmin(reinterpret_cast<v128_t>(x), reinterpret_cast<v128_t>(limit)));
  } else {
    return reinterpret_cast<Vec<Scalar>>(
        wasm_f64x2_pmin(reinterpret_cast<v128_t>(x), reinterpret_cast<v128_t>(limit)));
  }
#else
  return limit < x ? limit : x;
#endif
}

inline Wide<float> atMostWide(Vec<float> limit, Wide<float> x) {
  Vec<float> parts[4];
  std::memcpy(parts, &x, sizeof(x));
  for (Vec<float>& part : parts) part = atMost<float>(limit, part);
  std::memcpy(&x, parts, sizeof(x));
  return x;
}
inline Wide<double> atMostWide(Vec<double> limit, Wide<double> x) {
  return atMost<double>(limit, x);
}

/// Sum of the lanes, left to right.
inline float sum(Vec<float> v) { return ((v[0] + v[1]) + v[2]) + v[3]; }
inline double sum(Vec<double> v) { return v[0] + v[1]; }

}  // namespace tailcraft::simd
