# The engine for this machine: a library, its tests (CTest) and, where Google Benchmark is there,
# the benchmarks of the kernels.

# The baseline instruction set unless asked otherwise, so that results can be compared between
# machines; benchmarks also look at what the best one gives.
set(TAILCRAFT_ARCH "" CACHE STRING "Value for -march=, for example native; empty: the baseline")
if(TAILCRAFT_ARCH)
  add_compile_options(-march=${TAILCRAFT_ARCH})
endif()

# GCC 12 sees a freed pointer in Eigen's resizing where there is none.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 12)
  add_compile_options(-Wno-use-after-free)
endif()

find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(Boost 1.74 REQUIRED)
find_package(GTest REQUIRED)
find_package(Threads REQUIRED)
find_package(nlohmann_json 3 REQUIRED)
find_package(benchmark QUIET)

add_library(tailcraft_engine STATIC ${TAILCRAFT_ENGINE_SOURCES})
target_include_directories(tailcraft_engine PUBLIC wasm/engine)
target_link_libraries(tailcraft_engine PUBLIC Eigen3::Eigen Boost::headers)
target_compile_definitions(tailcraft_engine PUBLIC EIGEN_DONT_PARALLELIZE)

file(GLOB_RECURSE TAILCRAFT_TEST_SOURCES CONFIGURE_DEPENDS tests/engine/*_test.cpp)
if(TAILCRAFT_TEST_SOURCES)
  enable_testing()
  include(GoogleTest)
  add_executable(engine_tests ${TAILCRAFT_TEST_SOURCES})
  target_include_directories(engine_tests PRIVATE tests/engine)
  target_compile_definitions(
    engine_tests PRIVATE TAILCRAFT_GOLDEN_DIR="${CMAKE_SOURCE_DIR}/tests/golden"
                         TAILCRAFT_FIXTURE_DIR="${CMAKE_SOURCE_DIR}/tests/fixtures")
  target_link_libraries(engine_tests PRIVATE tailcraft_engine GTest::gtest_main GTest::gmock
                        nlohmann_json::nlohmann_json)
  gtest_discover_tests(engine_tests DISCOVERY_TIMEOUT 60)
endif()

file(GLOB TAILCRAFT_BENCH_SOURCES CONFIGURE_DEPENDS wasm/bench/*.cpp)
list(REMOVE_ITEM TAILCRAFT_BENCH_SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/wasm/bench/kernels_bench.cpp)
if(benchmark_FOUND AND TAILCRAFT_BENCH_SOURCES)
  add_executable(engine_bench EXCLUDE_FROM_ALL ${TAILCRAFT_BENCH_SOURCES})
  target_link_libraries(engine_bench PRIVATE tailcraft_engine benchmark::benchmark_main)
  # For work on linalg/: every kernel beside the register tile's limit and beside Eigen.
  add_executable(kernels_bench EXCLUDE_FROM_ALL wasm/bench/kernels_bench.cpp)
  target_link_libraries(kernels_bench PRIVATE tailcraft_engine benchmark::benchmark_main)
endif()
