#pragma once

// The one place where C++ exceptions become JavaScript errors. Whatever exception model the module
// is built with, JavaScript would see a bare number or a WebAssembly.Exception without a message;
// so every exported function catches here and throws a real Error.

#include <emscripten/val.h>

#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

namespace tailcraft::bindings {

[[noreturn]] inline void throwError(const std::string& message) {
  emscripten::val::global("Error").new_(message).throw_();
  std::terminate();  // throw_ does not return; it is not declared so
}

/// Calls `function` and rethrows what it throws as a JavaScript Error with the same message.
template <typename Function>
auto guarded(Function&& function) -> decltype(function()) {
  std::string message = "out of memory: this configuration needs more than the module can have";
  try {
    return std::forward<Function>(function)();
  } catch (const std::bad_alloc&) {
  } catch (const std::length_error&) {  // a vector longer than any memory
  } catch (const std::exception& error) {
    message = error.what();
  }
  throwError(message);
}

}  // namespace tailcraft::bindings
