# Adds a kind to a copy of what engine/kinds/CMakeLists.txt reads, one part after the other, and sees
# the configure stop at each missing part:
# cmake -D ROOT=<source tree> -D SCRATCH=<directory> -D GENERATOR=Ninja -P kind_needs_schema_and_test.cmake
cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE ${SCRATCH})
foreach(folder engine/kinds schema tests/kinds)
    get_filename_component(parent ${folder} DIRECTORY)
    file(COPY ${ROOT}/${folder} DESTINATION ${SCRATCH}/${parent})
endforeach()
# The folder as the project adds it, with stand-ins for what it links.
file(WRITE ${SCRATCH}/CMakeLists.txt "
cmake_minimum_required(VERSION 3.25)
project(kinds LANGUAGES CXX)
add_library(tenantry_warnings INTERFACE)
add_library(tenantry::model INTERFACE IMPORTED)
add_library(tenantry::diff INTERFACE IMPORTED)
add_library(tenantry::products INTERFACE IMPORTED)
add_library(fmt::fmt INTERFACE IMPORTED)
function(use_std_headers)
endfunction()
add_subdirectory(engine/kinds)
")

function(configure status words)
    execute_process(COMMAND ${CMAKE_COMMAND} -G ${GENERATOR} -S ${SCRATCH} -B ${SCRATCH}/build
        RESULT_VARIABLE code OUTPUT_VARIABLE said ERROR_VARIABLE said)
    # CMake folds its messages at some column.
    string(REGEX REPLACE "[ \n]+" " " said "${said}")
    set(${status} ${code} PARENT_SCOPE)
    set(${words} "${said}" PARENT_SCOPE)
endfunction()

function(stops_with words)
    configure(status said)
    string(FIND "${said}" "${words}" place)
    if(status EQUAL 0 OR place EQUAL -1)
        message(FATAL_ERROR "the configure should stop with '${words}', but said:\n${said}")
    endif()
endfunction()

function(passes)
    configure(status said)
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "the configure should pass, but said:\n${said}")
    endif()
endfunction()

passes()
file(WRITE ${SCRATCH}/engine/kinds/gadget.cpp "// A kind.\n")
stops_with("kind 'gadget' has no schema: write schema/gadget.json")
file(WRITE ${SCRATCH}/schema/gadget.json "{\"type\": \"object\"}\n")
stops_with("kind 'gadget' has no test: write tests/kinds/gadget_test.cpp")
file(WRITE ${SCRATCH}/tests/kinds/gadget_test.cpp "// A test.\n")
stops_with("kind 'gadget' has no place in the customer document")
file(READ ${SCRATCH}/schema/account.json account)
string(REPLACE "{\"$ref\": \"zone.json\"}" "{\"$ref\": \"gadget.json\"}, \"zone\": {\"$ref\": \"zone.json\"}"
    account "${account}")
file(WRITE ${SCRATCH}/schema/account.json "${account}")
passes()

# And the table that is written has the kind and its schema in it.
file(READ ${SCRATCH}/build/engine/kinds/kinds.cpp table)
foreach(part "extern const Kind gadget;" "&gadget, " "{\"gadget\", R\"")
    string(FIND "${table}" "${part}" place)
    if(place EQUAL -1)
        message(FATAL_ERROR "the table of kinds lacks '${part}':\n${table}")
    endif()
endforeach()
file(REMOVE_RECURSE ${SCRATCH})
