# One owner a word: no two types of the engine have one name. cmake -D ROOT=<source tree> -P names.cmake
# Who reads "Answer" shall know whose. Aliases that several files spell alike for one thing (Clock) are none.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/offences.cmake)

sources_of(files engine)
foreach(file IN LISTS files)
    file(READ ${ROOT}/${file} text)
    # Square brackets and semicolons would glue or cut the items of a CMake list.
    string(REGEX REPLACE "[][]" " " text "${text}")
    string(REGEX REPLACE "//[^\n]*" "" text "${text}")
    string(REPLACE ";" "," text "${text}")
    string(REGEX MATCHALL "(struct|class|enum) +[A-Z][A-Za-z0-9]*( final)?( *:[^:{},()][^{},()]*)? *{" types "${text}")
    foreach(type IN LISTS types)
        string(REGEX REPLACE "^(struct|class|enum) +([A-Z][A-Za-z0-9]*).*" "\\2" name "${type}")
        if(DEFINED owner_of_${name})
            line_of("${text}" "${type}" line)
            offence(${file}:${line} "${name} is a type of ${owner_of_${name}} already: one owner a word")
        endif()
        set(owner_of_${name} ${file})
    endforeach()
endforeach()
stop_at_offences()
