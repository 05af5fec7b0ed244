// The names of these tests are the same in every run, so that two reports can be compared.

#include <gtest/gtest.h>

#include <string>

namespace tailcraft {
namespace {

TEST(TestNames, HoldNoAddress) {
  const auto& unit = *testing::UnitTest::GetInstance();
  for (int s = 0; s < unit.total_test_suite_count(); ++s) {
    const auto& suite = *unit.GetTestSuite(s);
    for (int k = 0; k < suite.total_test_count(); ++k) {
      const auto& info = *suite.GetTestInfo(k);
      // CTest puts the parameter in place of a number at the end of the name.
      const std::string name = info.name();
      const bool numbered = name.find_last_not_of("0123456789") == name.rfind('/');
      const std::string shown = numbered && info.value_param() ? info.value_param() : name;
      EXPECT_EQ(shown.find("0x"), std::string::npos) << suite.name() << "." << shown;
    }
  }
}

}  // namespace
}  // namespace tailcraft
