#pragma once

#include <string>

namespace tailcraft {

/// As few digits as tell a number apart at a glance, for messages: six significant digits, like
/// "0.001", "20000", "1.5e+09", "nan". The printf family would do the same and is a fortieth of the
/// web module; a string stream, with its locales, a third of it.
std::string numberText(double value);

}  // namespace tailcraft
