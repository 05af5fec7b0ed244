#pragma once

// The student's activation functions and their slopes, over a row at a time. To add one: an
// enumerator in config.h, its word in names.h, its value and its slope in activation.cpp (the
// compiler asks for each).

#include <span>

#include "config.h"

namespace tailcraft {

/// Replaces pre-activations z by sigma(z).
template <typename Scalar>
void activate(Activation activation, std::span<Scalar> z);

/// Replaces pre-activations z by sigma'(z) and writes sigma(z) to `value` (same size).
template <typename Scalar>
void activateWithSlope(Activation activation, std::span<Scalar> z, std::span<Scalar> value);

}  // namespace tailcraft
