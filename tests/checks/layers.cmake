# Who may include whom: cmake -D ROOT=<source tree> -P layers.cmake
#
#   base <- model <- diff | selection | products <- kinds | manifest | planner | render
#           model <- http <- reader <- executor | doctor, and reader knows diff, selection and products
#           model <- ledger <- executor
#           ledger | manifest <- undo
#           planner | manifest <- exporter
#           ledger | manifest | selection <- explanation        selection <- since
#           model <- audit
#   base <- credentials <- executor
#
# Folders side by side do not know each other. Outside its folder only a folder's door is included
# (planner/planner.hpp); base and model have no door, they are the words everybody speaks.
#
# A folder of the engine may have a room behind its door, with a door of its own (manifest/yaml/yaml.hpp):
# the folder enters by that door, and the room knows nothing of the folder.
#
# The simulator has rooms, each of which knows those to its left; the program and its options know all:
#
#   text <- rules <- world <- api | control <- wire
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/offences.cmake)

set(open_folders base model)
set(below_base "")
set(below_model base)
set(below_credentials base)
set(below_diff base model)
set(below_selection base model)
# What Cloudflare sells: the model, diff and selection hold no word of it.
set(below_products base model)
foreach(folder kinds manifest planner render)
    set(below_${folder} base model diff selection products)
endforeach()
set(below_http base model)
set(below_reader base model diff selection products http)
set(below_doctor base model http reader)
set(below_ledger base model)
set(below_undo base model ledger manifest)
set(below_exporter base model diff selection products manifest planner)
set(below_since base model selection)
set(below_audit base model)
set(below_explanation base model selection ledger manifest)
set(below_executor base model diff http reader credentials ledger)

set(rooms_manifest yaml)

set(below_simulator_text "")
set(below_simulator_rules text)
set(below_simulator_world text rules)
set(below_simulator_api text rules world)
set(below_simulator_control text rules world)
set(below_simulator_wire text rules world api control)

# A library and the files that may know it: all others speak to these.
set(libraries yaml-cpp/ boost/beast boost/url CLI/ nlohmann/ utf8proc soci/)
set(knows_boost/url engine/http/url.cpp)
set(knows_soci/ engine/ledger/database.cpp)
set(knows_utf8proc engine/base/characters.cpp)
set(knows_yaml-cpp/ engine/manifest/yaml/yaml.cpp)
set(knows_boost/beast engine/http/exchange.cpp tools/simulator/wire/server.cpp tools/cmake/asio_beast.cpp)
set(knows_CLI/ tools/cli/arguments.cpp tools/cli/common_flags.hpp tools/cli/flags.cpp tools/cli/help.cpp tools/simulator/options.cpp)
# The simulator is a program over JSON; only the engine hides the library.
set(knows_nlohmann/ engine/base/json.cpp tools/simulator/.*)

# Why `file` of engine/`folder` must not include `header` of the same; empty when it may.
function(judge_room_include file folder header result)
    set(${result} "" PARENT_SCOPE)
    foreach(room IN LISTS rooms_${folder})
        if(header MATCHES "^${room}/")
            if(NOT file MATCHES "^engine/${folder}/${room}/" AND NOT header STREQUAL "${room}/${room}.hpp")
                set(${result} "only the door of ${folder}/${room} may be included here: engine/${folder}/${room}/${room}.hpp" PARENT_SCOPE)
            endif()
        elseif(file MATCHES "^engine/${folder}/${room}/")
            set(${result} "${folder}/${room} must not know the rest of ${folder}" PARENT_SCOPE)
        endif()
    endforeach()
endfunction()

# Why `file` must not include engine/`folder`/`header`; empty when it may.
function(judge_engine_include file folder header result)
    set(${result} "" PARENT_SCOPE)
    string(REGEX MATCH "^([a-z]+)/([a-z_]+)/" matched ${file})
    set(top ${CMAKE_MATCH_1})
    set(own ${CMAKE_MATCH_2})
    if(own STREQUAL folder AND top STREQUAL "engine")
        judge_room_include(${file} ${folder} ${header} why)
        set(${result} "${why}" PARENT_SCOPE)
        return()
    endif()
    # Its own folder; a folder's tests may look inside it, and so may the fuzzers
    # and the golden cases, which begin with the bytes of an answer.
    if(own STREQUAL folder AND NOT top STREQUAL "tools" OR "${top}/${own}" MATCHES "^tests/(fuzz|golden)$")
        return()
    endif()
    if(top STREQUAL "engine" AND NOT DEFINED below_${own})
        set(${result} "engine/${own} has no place in layers.cmake" PARENT_SCOPE)
    elseif(top STREQUAL "engine" AND NOT folder IN_LIST below_${own})
        set(${result} "${own} must not know ${folder}" PARENT_SCOPE)
    elseif(top STREQUAL "tools" AND own STREQUAL "simulator")
        set(${result} "the simulator shares no code with the engine" PARENT_SCOPE)
    elseif(NOT folder IN_LIST open_folders AND NOT header STREQUAL "${folder}.hpp")
        set(${result} "only the door of ${folder} may be included here: engine/${folder}/${folder}.hpp" PARENT_SCOPE)
    endif()
endfunction()

# Why `file` must not include tools/simulator/`header`; empty when it may.
function(judge_simulator_include file header result)
    set(${result} "" PARENT_SCOPE)
    if(file MATCHES "^tests/" OR file MATCHES "^tools/simulator/[a-z_.]+$")
        return()
    endif()
    if(NOT file MATCHES "^tools/simulator/([a-z_]+)/")
        set(${result} "nobody but its tests knows the simulator" PARENT_SCOPE)
        return()
    endif()
    set(own ${CMAKE_MATCH_1})
    string(REGEX MATCH "^[a-z_]*" room ${header})
    if(NOT header MATCHES "/")
        set(${result} "no room knows the program" PARENT_SCOPE)
    elseif(NOT DEFINED below_simulator_${own})
        set(${result} "tools/simulator/${own} has no place in layers.cmake" PARENT_SCOPE)
    elseif(NOT room STREQUAL own AND NOT room IN_LIST below_simulator_${own})
        set(${result} "the simulator's ${own} must not know its ${room}" PARENT_SCOPE)
    endif()
endfunction()

function(judge_library_include file header result)
    set(${result} "" PARENT_SCOPE)
    if(file MATCHES "^tests/")
        return()
    endif()
    foreach(library IN LISTS libraries)
        if(NOT header MATCHES "^${library}")
            continue()
        endif()
        foreach(knower IN LISTS knows_${library})
            if(file MATCHES "^${knower}$")
                return()
            endif()
        endforeach()
        set(${result} "only ${knows_${library}} may include <${library}...>" PARENT_SCOPE)
    endforeach()
endfunction()

function(judge_include file header result)
    set(why "")
    # Kinds that a test adds to a copy of the tree stand where they would stand there.
    string(REGEX REPLACE "^tests/new_kinds/(engine|tests)/" "\\1/" file ${file})
    if(header MATCHES "^engine/([a-z_]+)/(.+)$")
        judge_engine_include(${file} ${CMAKE_MATCH_1} ${CMAKE_MATCH_2} why)
    elseif(header MATCHES "^tools/" AND file MATCHES "^engine/")
        set(why "the engine knows no tool")
    elseif(header MATCHES "^tools/simulator/(.+)$")
        judge_simulator_include(${file} ${CMAKE_MATCH_1} why)
    elseif(header MATCHES "^tests/" AND NOT file MATCHES "^tests/")
        set(why "only tests know tests")
    elseif(header MATCHES "^\\.|^[^/]+\\.hpp$")
        set(why "write includes from the root, so that a search finds every arrow")
    else()
        judge_library_include(${file} ${header} why)
    endif()
    set(${result} "${why}" PARENT_SCOPE)
endfunction()

sources_of(files engine tools tests)
foreach(file IN LISTS files)
    file(STRINGS ${ROOT}/${file} includes REGEX "^ *# *include")
    foreach(include IN LISTS includes)
        if(NOT include MATCHES "[<\"]([^>\"]+)[>\"]")
            continue()
        endif()
        judge_include(${file} "${CMAKE_MATCH_1}" why)
        if(NOT why STREQUAL "")
            file(READ ${ROOT}/${file} text)
            line_of("${text}" "${include}" line)
            offence(${file}:${line} "${include}: ${why}")
        endif()
    endforeach()
endforeach()
stop_at_offences()
