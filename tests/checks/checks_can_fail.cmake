# Breaks a small tree in every way that layers.cmake and form.cmake know, and sees each refused at
# its line: cmake -D SCRATCH=<directory> -P checks_can_fail.cmake
cmake_minimum_required(VERSION 3.25)

# Writes one file into an empty tree and runs a check on it.
function(judge check path text status words)
    file(REMOVE_RECURSE ${SCRATCH})
    file(WRITE ${SCRATCH}/${path} "${text}")
    execute_process(COMMAND ${CMAKE_COMMAND} -D ROOT=${SCRATCH}
        -P ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/${check}.cmake
        RESULT_VARIABLE code OUTPUT_VARIABLE said ERROR_VARIABLE said)
    set(${status} ${code} PARENT_SCOPE)
    set(${words} "${said}" PARENT_SCOPE)
endfunction()

# The check refuses the text at this line, saying these words.
function(refused check path line words text)
    judge(${check} ${path} "${text}" status said)
    string(FIND "${said}" "${path}:${line}: " place)
    string(FIND "${said}" "${words}" reason)
    if(status EQUAL 0 OR place EQUAL -1 OR reason EQUAL -1)
        message(FATAL_ERROR "${check} should refuse ${path}:${line} with '${words}', but said:\n${said}")
    endif()
endfunction()

function(accepted check path text)
    judge(${check} ${path} "${text}" status said)
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "${check} should accept ${path}, but said:\n${said}")
    endif()
endfunction()

function(arrow_refused path header words)
    refused(layers ${path} 2 "${words}" "// A comment.\n#include \"${header}\"\n")
endfunction()

function(arrow_accepted path header)
    accepted(layers ${path} "#include \"${header}\"\n")
endfunction()

arrow_refused(engine/base/text.cpp engine/model/plan.hpp "base must not know model")
arrow_refused(engine/model/plan.cpp engine/kinds/kinds.hpp "model must not know kinds")
arrow_refused(engine/planner/plan.cpp engine/remote/remote.hpp "planner must not know remote")
arrow_refused(engine/manifest/load.cpp engine/kinds/kinds.hpp "manifest must not know kinds")
arrow_refused(engine/remote/read_live.cpp engine/executor/executor.hpp "remote must not know executor")
arrow_refused(engine/executor/execute.cpp engine/remote/pace.hpp "only the door of remote")
arrow_refused(engine/ledger/store.cpp engine/base/text.hpp "has no place in layers.cmake")
arrow_refused(engine/base/text.cpp tools/cli/session.hpp "the engine knows no tool")
arrow_refused(tools/cli/plan.cpp engine/planner/changes.hpp "only the door of planner")
arrow_refused(tools/cli/plan.cpp tests/main.hpp "only tests know tests")
arrow_refused(tools/simulator/zone.cpp engine/base/text.hpp "shares no code")
arrow_refused(tests/whole/run_test.cpp engine/manifest/yaml.hpp "only the door of manifest")
arrow_refused(engine/base/text.cpp text.hpp "from the root")
arrow_refused(engine/base/text.cpp ../base/text.hpp "from the root")
arrow_refused(engine/manifest/tree.cpp yaml-cpp/yaml.h "only engine/manifest/yaml.cpp")
arrow_refused(engine/remote/pace.cpp boost/beast/http.hpp "only engine/remote/exchange.cpp")
arrow_refused(tools/cli/plan.cpp CLI/CLI.hpp "only tools/cli/arguments.cpp")
arrow_refused(engine/model/call.cpp nlohmann/json.hpp "only engine/base/json.cpp")

arrow_accepted(engine/executor/execute.cpp engine/remote/remote.hpp)
arrow_accepted(engine/planner/plan.cpp engine/model/plan.hpp)
arrow_accepted(tests/manifest/yaml_test.cpp engine/manifest/yaml.hpp)
arrow_accepted(tests/fuzz/answers_fuzz.cpp engine/remote/envelope.hpp)
arrow_accepted(tools/cli/plan.cpp engine/planner/planner.hpp)
arrow_accepted(tools/simulator/record.cpp nlohmann/json.hpp)

set(braces "g++ 12 miscompiles")
refused(form engine/a/a.cpp 2 "${braces}" "\nco_await send(Request{1});\n")
refused(form engine/a/a.cpp 1 "${braces}" "co_await send({1}, items[0]);\n")
refused(form engine/a/a.cpp 1 "${braces}" "auto a = co_await send(\n    Request{1});\n")
refused(form engine/a/a.cpp 2 "${braces}" "\nauto a = b ? co_await c() : d;\n")
refused(form engine/a/a.cpp 1 "${braces}" "auto a = b ? c\n    : co_await d();\n")
refused(form tests/a/a.cpp 1 "${braces}" "if (co_await send(Request{1})) {\n")
accepted(form engine/a/a.cpp "while (co_await send(b)) {\n}\n")
accepted(form engine/a/a.cpp "if (auto a = co_await send(b); a) { c(); }\n// co_await send({1})\n")

refused(form engine/a/a.hpp 1 "without #pragma once" "// A comment.\n")
refused(form engine/a/a.hpp 1 "opens with a comment" "#pragma once\n\n#pragma once\n")
refused(form tools/a/helpers.cpp 1 "a name that says nothing" "int a;\n")
string(REPEAT "int a;\n" 401 long)
refused(form tools/a/long.cmake 400 "401 lines" "${long}")
accepted(form engine/a/a.hpp "// A comment.\n#pragma once\n")

file(REMOVE_RECURSE ${SCRATCH})
