#include "data/npy_header.h"

#include <set>

namespace tailcraft {

namespace {

constexpr std::uint64_t kMaxExtent = std::uint64_t{1} << 28;
constexpr std::size_t kMaxDimensions = 32;  // NumPy's own limit

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isWordPart(char c) {
  return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.';
}

/// Python literals, as far as headers have them.
class LiteralReader {
 public:
  explicit LiteralReader(std::string_view text) : text_(text) {}

  /// The next character that is no space, or NUL at the end.
  char peek() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t')) {
      ++at_;
    }
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }

  void expect(char c) {
    if (take(c)) return;
    if (peek() == '\0') failNpy("its header is cut off");
    failNpy(std::string("its header has '") + peek() + "' where '" + c + "' belongs");
  }

  std::string word() {
    peek();
    const std::size_t begin = at_;
    while (at_ < text_.size() && isWordPart(text_[at_])) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  /// A literal, alone, behind a prefix (u'...') or as the argument of a type: np.int64(...).
  template <typename Read>
  auto unwrapped(Read read) {
    if (isDigit(peek())) return read();
    const bool called = !word().empty() && take('(');
    auto value = read();
    if (called) expect(')');
    return value;
  }

  /// 'text', "text", u'text' or np.str_('text').
  std::string quoted() {
    return unwrapped([&] {
      const char quote = peek();
      if (quote != '\'' && quote != '"') failNpy("its header has no quoted word where one belongs");
      const auto end = text_.find(quote, at_ + 1);
      if (end == std::string_view::npos) failNpy("its header is cut off");
      std::string word(text_.substr(at_ + 1, end - at_ - 1));
      at_ = end + 1;
      return word;
    });
  }

  /// True or False, whatever they are called.
  bool flag() {
    const std::string name = word();
    if (name == "True" || name == "np.True_") return true;
    if (name == "False" || name == "np.False_") return false;
    failNpy("its order is neither True nor False");
  }

  /// 48, 48L or np.int64(48).
  std::uint64_t extent() {
    return unwrapped([&] {
      if (!isDigit(peek())) failNpy("an extent of its shape is not a whole number");
      std::uint64_t value = 0;
      for (; at_ < text_.size() && isDigit(text_[at_]); ++at_) {
        value = value * 10 + static_cast<std::uint64_t>(text_[at_] - '0');
        if (value > kMaxExtent) failNpy("an extent of its shape is over 2^28");
      }
      if (at_ < text_.size() && text_[at_] == 'L') ++at_;
      return value;
    });
  }

  /// (48, 32), with or without a comma at the end.
  void extents(std::vector<std::uint64_t>& into) {
    expect('(');
    while (!take(')')) {
      if (into.size() == kMaxDimensions) failNpy("it has more than 32 dimensions");
      into.push_back(extent());
      if (peek() != ')') expect(',');
    }
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

/// A type, or a record with one field: [('w', '<f4')] or [('w', '<f4', (3,))].
void readType(LiteralReader& reader, NpyHeader& header, std::vector<std::uint64_t>& inner) {
  if (!reader.take('[')) {
    header.type = reader.quoted();
    return;
  }
  reader.expect('(');
  reader.quoted();  // the field's name
  reader.expect(',');
  if (reader.peek() == '[') failNpy("it holds records within records, not plain numbers");
  header.type = reader.quoted();
  if (reader.take(',') && reader.peek() == '(') reader.extents(inner);
  reader.take(',');
  reader.expect(')');
  reader.take(',');
  if (!reader.take(']')) failNpy("it holds records of several fields, not plain numbers");
}

}  // namespace

NpyHeader parseNpyHeader(std::string_view text) {
  LiteralReader reader(text);
  NpyHeader header;
  std::vector<std::uint64_t> inner;
  std::set<std::string> seen;
  reader.expect('{');
  while (!reader.take('}')) {
    const std::string key = reader.quoted();
    if (!seen.insert(key).second) failNpy("its header has two entries '" + key + "'");
    reader.expect(':');
    if (key == "descr") {
      readType(reader, header, inner);
    } else if (key == "fortran_order") {
      header.fortran = reader.flag();
    } else if (key == "shape") {
      reader.extents(header.shape);
    } else {
      failNpy("its header has an entry '" + key + "' that .npy files do not have");
    }
    if (reader.peek() != '}') reader.expect(',');
  }
  for (const char* key : {"descr", "fortran_order", "shape"}) {
    if (!seen.contains(key)) failNpy(std::string("its header has no '") + key + "'");
  }
  if (header.fortran && !inner.empty()) failNpy("it holds records of arrays in Fortran order");
  header.shape.insert(header.shape.end(), inner.begin(), inner.end());
  return header;
}

}  // namespace tailcraft
