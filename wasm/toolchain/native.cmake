# The engine for this machine: a library, its tests (CTest) and its benchmarks.

# The baseline instruction set unless asked otherwise, so that results can be compared between
# machines; benchmarks also look at what the best one gives.
set(TAILCRAFT_ARCH "" CACHE STRING "Value for -march=, for example native; empty: the baseline")
if(TAILCRAFT_ARCH)
  add_compile_options(-march=${TAILCRAFT_ARCH})
  # GCC 12 warns about its own AVX-512 intrinsics.
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()

# GCC 12 sees a freed pointer in Eigen's resizing where there is none.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 12)
  add_compile_options(-Wno-use-after-free)
endif()

# GCC notes that vectors of 64 bytes are passed otherwise where AVX-512 is on; ours are inlined.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(-Wno-psabi)
endif()

# `npm run fuzz` and the sanitized tests of `npm test`, by clang: what is read or written outside of
# an array, what has no defined behaviour, or fails an assertion of Eigen's ends the program.
option(TAILCRAFT_SANITIZE "Address and undefined-behaviour sanitizers" OFF)
if(TAILCRAFT_SANITIZE)
  add_compile_options(-UNDEBUG -O1 -gline-tables-only -fsanitize=address,undefined,fuzzer-no-link
                      -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
endif()

find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(Boost 1.74 REQUIRED)
find_package(GTest REQUIRED)
find_package(Threads REQUIRED)
find_package(nlohmann_json 3 REQUIRED)

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

if(TAILCRAFT_SANITIZE)
  add_custom_target(fuzzers)
  foreach(name npy arguments)
    add_executable(${name}_fuzz EXCLUDE_FROM_ALL tests/fuzz/${name}_fuzz.cpp)
    target_link_libraries(${name}_fuzz PRIVATE tailcraft_engine -fsanitize=fuzzer)
    add_dependencies(fuzzers ${name}_fuzz)
  endforeach()
endif()

# The figures of `npm run bench`, with OpenBLAS beside them where it is there.
set(TAILCRAFT_BENCH_SOURCES wasm/bench/kernel_figures.cpp wasm/bench/run_figures.cpp
    wasm/bench/stopwatch.cpp wasm/bench/peak.cpp)
add_executable(engine_bench EXCLUDE_FROM_ALL ${TAILCRAFT_BENCH_SOURCES} wasm/bench/time_native.cpp)
target_link_libraries(engine_bench PRIVATE tailcraft_engine)
find_library(TAILCRAFT_OPENBLAS openblas)
find_path(TAILCRAFT_CBLAS_DIR cblas.h PATH_SUFFIXES openblas
          HINTS /usr/include/${CMAKE_LIBRARY_ARCHITECTURE} /usr/include/x86_64-linux-gnu)
if(TAILCRAFT_OPENBLAS AND TAILCRAFT_CBLAS_DIR)
  target_compile_definitions(engine_bench PRIVATE TAILCRAFT_OPENBLAS)
  target_include_directories(engine_bench SYSTEM PRIVATE ${TAILCRAFT_CBLAS_DIR})
  target_link_libraries(engine_bench PRIVATE ${TAILCRAFT_OPENBLAS})
endif()
