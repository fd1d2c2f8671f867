# What the checks share: they collect every offence, with file and line, and stop at the end.

set(offences "")

# Where `needle` first stands in the text, counted in lines from 1.
function(line_of text needle result)
    string(FIND "${text}" "${needle}" position)
    string(SUBSTRING "${text}" 0 ${position} before)
    string(REGEX MATCHALL "\n" ends "${before}")
    list(LENGTH ends count)
    math(EXPR count "${count} + 1")
    set(${result} ${count} PARENT_SCOPE)
endfunction()

macro(offence place words)
    string(APPEND offences "  ${place}: ${words}\n")
endmacro()

# The C++ files below the folders of ROOT, as paths from ROOT.
function(sources_of result)
    set(patterns "")
    foreach(folder IN LISTS ARGN)
        list(APPEND patterns ${ROOT}/${folder}/*.cpp ${ROOT}/${folder}/*.hpp)
    endforeach()
    file(GLOB_RECURSE files RELATIVE ${ROOT} ${patterns})
    # Nothing is found below a relative one.
    if(NOT IS_ABSOLUTE "${ROOT}")
        message(FATAL_ERROR "ROOT=${ROOT} has to be an absolute path")
    endif()
    set(${result} ${files} PARENT_SCOPE)
endfunction()

macro(stop_at_offences)
    if(NOT offences STREQUAL "")
        # Line by line: FATAL_ERROR would fold long lines in the middle of a path.
        message(NOTICE "${offences}")
        message(FATAL_ERROR "see the offences above")
    endif()
endmacro()
