# The WebAssembly module: engine + bindings -> tailcraft.mjs, tailcraft.wasm in the build folder.
# Works with Debian's Emscripten 3.1.6 (LLVM 14) and with an emsdk.

# Header-only dependencies. -I/usr/include would put the host's libc headers in front of
# Emscripten's, so the compiler gets a folder that holds links to just these two.
find_path(TAILCRAFT_EIGEN_DIR Eigen/Core PATHS /usr/include/eigen3 /usr/local/include/eigen3
          /opt/homebrew/include/eigen3 NO_CMAKE_FIND_ROOT_PATH REQUIRED)
find_path(TAILCRAFT_BOOST_DIR boost/math/special_functions.hpp PATHS /usr/include
          /usr/local/include /opt/homebrew/include NO_CMAKE_FIND_ROOT_PATH REQUIRED)
set(headers ${CMAKE_BINARY_DIR}/headers)
file(MAKE_DIRECTORY ${headers})
file(CREATE_LINK ${TAILCRAFT_EIGEN_DIR}/Eigen ${headers}/Eigen SYMBOLIC)
file(CREATE_LINK ${TAILCRAFT_BOOST_DIR}/boost ${headers}/boost SYMBOLIC)

file(GLOB TAILCRAFT_BINDING_SOURCES CONFIGURE_DEPENDS wasm/bindings/*.cpp)

# One way to compile, for the module that people download and for the one that is timed.
function(compile_for_web target)
  target_include_directories(${target} PRIVATE wasm/engine wasm/toolchain/shims)
  target_include_directories(${target} SYSTEM PRIVATE ${headers})
  target_compile_definitions(
    ${target} PRIVATE
    EIGEN_DONT_PARALLELIZE
    # Eigen takes 8 vector registers for granted when it sees 32-bit SSE; WebAssembly has no limit.
    EIGEN_ARCH_DEFAULT_NUMBER_OF_REGISTERS=16)
  target_compile_options(
    ${target} PRIVATE
    -msimd128 -msse4.2 -fwasm-exceptions
    -include ${CMAKE_CURRENT_SOURCE_DIR}/wasm/toolchain/eigen_simd.h)
endfunction()

function(link_for_web target)
  set_target_properties(${target} PROPERTIES SUFFIX .mjs)
  target_link_options(
    ${target} PRIVATE
    # The optimiser of the linked module at its second level: the kernels lose nothing, the third
    # adds a twentieth to the download.
    -O2 -fwasm-exceptions --bind --no-entry
    -sMODULARIZE=1 -sEXPORT_ES6=1 -sEXPORT_NAME=createEngine
    # Node loads the same file: it passes wasmBinary (web/cli/load_engine.ts). With "node" in this
    # list the ES6 glue would reach for __dirname, which does not exist there.
    -sENVIRONMENT=web,worker
    # No `new Function` in Embind: the page's content-security policy has no unsafe-eval.
    -sDYNAMIC_EXECUTION=0
    -sALLOW_MEMORY_GROWTH=1 -sMAXIMUM_MEMORY=4GB
    # Eigen puts temporaries of up to 128 KB on the stack; newer Emscriptens default to 64 KB.
    -sTOTAL_STACK=2MB
    -sFILESYSTEM=0
    # Binaryen puts a function that has one caller into it, however large. That would undo the
    # kernels' noinline (a browser's optimising compiler takes over at the next call of a function),
    # and the long functions it makes compress worse.
    -sBINARYEN_EXTRA_PASSES=--one-caller-inline-max-function-size=60)
endfunction()

# The kernels and the loops of a step are compiled for speed; what calls them, and what a person asks
# for now and then, for the size of the download.
file(GLOB TAILCRAFT_COLD_SOURCES CONFIGURE_DEPENDS
     wasm/bindings/*.cpp wasm/engine/*.cpp wasm/engine/phases/*.cpp wasm/engine/spectra/*.cpp
     wasm/engine/statistics/*.cpp wasm/engine/tails/*.cpp wasm/engine/theory/*.cpp
     wasm/engine/linalg/singular_*.cpp wasm/engine/linalg/symmetric_eigen.cpp
     wasm/engine/linalg/tridiagonal_vectors.cpp wasm/engine/model/backpropagation.cpp
     wasm/engine/model/ridge.cpp wasm/engine/data/npy.cpp wasm/engine/data/npy_header.cpp
     wasm/engine/optim/orthogonalize.cpp)
set_source_files_properties(${TAILCRAFT_COLD_SOURCES} PROPERTIES COMPILE_OPTIONS -Oz)
add_library(tailcraft_engine OBJECT ${TAILCRAFT_ENGINE_SOURCES})
compile_for_web(tailcraft_engine)

add_executable(tailcraft ${TAILCRAFT_BINDING_SOURCES} $<TARGET_OBJECTS:tailcraft_engine>)
compile_for_web(tailcraft)
link_for_web(tailcraft)

# The figures of `npm run bench`, apart from the module that people download.
add_executable(
  tailcraft_bench EXCLUDE_FROM_ALL wasm/bench/kernel_figures.cpp wasm/bench/run_figures.cpp
  wasm/bench/stopwatch.cpp wasm/bench/peak.cpp wasm/bench/time_web.cpp
  $<TARGET_OBJECTS:tailcraft_engine>)
compile_for_web(tailcraft_bench)
link_for_web(tailcraft_bench)

# The glue names the .wasm beside it; compile again when the forced header changes.
set_source_files_properties(
  ${TAILCRAFT_ENGINE_SOURCES} ${TAILCRAFT_BINDING_SOURCES}
  PROPERTIES OBJECT_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/wasm/toolchain/eigen_simd.h)
