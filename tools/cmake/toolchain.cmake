# Warnings, include root and compile speed: what every target of the project shares.

find_program(CCACHE ccache)
if(CCACHE)
    # A checkout in another folder finds what this one compiled: paths count from the checkout's own
    # folder, and the folder is no part of what is remembered. The sloppiness is what it takes to
    # remember files that are compiled with precompiled headers.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
        CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
    add_link_options(-fuse-ld=mold)
endif()

# Debug information and assertions name files from the root, so that they are the same wherever it lies.
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)

# Link this to get the warnings and to write includes from the root: "engine/model/plan.hpp".
add_library(tenantry_warnings INTERFACE)
target_compile_options(tenantry_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
    # g++ 12 warns falsely on "text" + std::string (GCC bug 105651).
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
    # clang warns of what std::stable_sort of libstdc++ 12 uses inside.
    $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)
# Where whole folders are compiled as a few units (the presets release and asan: half of the compile time; dev
# stays file by file, for quick edits), g++ takes a coroutine's frame for something that a header shows.
if(CMAKE_UNITY_BUILD)
    target_compile_options(tenantry_warnings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endif()
target_include_directories(tenantry_warnings INTERFACE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR})

# Asio and Beast compiled once: a third of the compile time of every file that includes them.
add_library(asio_beast STATIC ${CMAKE_SOURCE_DIR}/tools/cmake/asio_beast.cpp)
target_compile_definitions(asio_beast PUBLIC
    BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
target_link_libraries(asio_beast PUBLIC Boost::headers OpenSSL::SSL OpenSSL::Crypto Threads::Threads)
# g++ 12 warns falsely on the frames of Asio's coroutines.
target_compile_options(asio_beast INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-mismatched-new-delete>)

# What most files include, parsed once: a quarter of the compile time. Files still include what they
# use; the release and fuzz presets compile without, and so does clang-tidy.
set(precompiled_std <algorithm> <array> <charconv> <chrono> <cstdint> <expected> <filesystem> <functional> <map>
    <memory> <optional> <set> <span> <string> <string_view> <unordered_map> <utility> <vector>)
add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)

# Not where g++ 12 optimises: of precompiled headers it forgets which of its false warnings about the
# standard library are off.
if(CMAKE_BUILD_TYPE STREQUAL Debug)
    add_library(std_headers OBJECT ${CMAKE_SOURCE_DIR}/tools/cmake/std_headers.cpp)
    target_link_libraries(std_headers PRIVATE tenantry_warnings)
    target_precompile_headers(std_headers PRIVATE ${precompiled_std})
endif()
function(use_std_headers target)
    if(TARGET std_headers)
        target_precompile_headers(${target} REUSE_FROM std_headers)
    endif()
endfunction()
