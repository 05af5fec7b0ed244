#include "names.h"

#include <stdexcept>
#include <string>

namespace tailcraft {

std::size_t indexOfWord(std::span<const std::string_view> words, std::string_view field,
                        std::string_view word) {
  std::string allowed;
  for (std::size_t k = 0; k < words.size(); ++k) {
    if (words[k] == word) return k;
    if (k > 0) allowed += ", ";
    allowed += words[k];
  }
  throw std::invalid_argument(std::string(field) + ": unknown value '" + std::string(word) +
                              "', expected one of " + allowed);
}

}  // namespace tailcraft
