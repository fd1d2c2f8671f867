# tenantry_module(planner SOURCES plan.cpp ... DEPENDS model): the folder engine/planner as the static
# library tenantry_planner, with the alias tenantry::planner.
function(tenantry_module name)
    cmake_parse_arguments(MODULE "" "" "SOURCES;DEPENDS" ${ARGN})
    list(TRANSFORM MODULE_SOURCES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/${name}/)
    list(TRANSFORM MODULE_DEPENDS PREPEND tenantry::)
    add_library(tenantry_${name} STATIC ${MODULE_SOURCES})
    add_library(tenantry::${name} ALIAS tenantry_${name})
    target_link_libraries(tenantry_${name} PUBLIC ${MODULE_DEPENDS} PRIVATE tenantry_warnings)
    use_std_headers(tenantry_${name})
    target_include_directories(tenantry_${name} PUBLIC ${CMAKE_SOURCE_DIR})
endfunction()
