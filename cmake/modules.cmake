# One library per folder: tradepost_module(NAME [SOURCES ...] [LINKS ...] [PUBLIC_LINKS ...]).
# The library is named after its folder (backend/platform/sql -> backend_platform_sql), headers are included from the
# project's root ("backend/platform/sql/sql.h"), and whatever is not linked cannot be included by accident of a path:
# tests/structure checks that every include is covered by a link.
function(tradepost_module name)
  cmake_parse_arguments(M "" "PCH" "SOURCES;LINKS;PUBLIC_LINKS" ${ARGN})
  add_library(${name} STATIC ${M_SOURCES})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE tradepost_flags ${M_LINKS} PUBLIC ${M_PUBLIC_LINKS})
  if(M_PCH AND TRADEPOST_PCH)
    target_precompile_headers(${name} REUSE_FROM ${M_PCH})
  endif()
endfunction()

# Adds every direct subfolder that has a CMakeLists.txt; pch first, since a precompiled header can only be reused from a
# target that exists.
function(tradepost_add_folders)
  file(GLOB lists CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*/CMakeLists.txt)
  set(pch ${CMAKE_CURRENT_SOURCE_DIR}/pch/CMakeLists.txt)
  if(pch IN_LIST lists)
    list(REMOVE_ITEM lists ${pch})
    list(PREPEND lists ${pch})
  endif()
  foreach(list IN LISTS lists)
    get_filename_component(folder ${list} DIRECTORY)
    add_subdirectory(${folder})
  endforeach()
endfunction()

# tradepost_test(NAME SOURCES ... LINKS ... [LABELS ...] [TIMEOUT s]): a GoogleTest program run by ctest.
# Labels: unit (default; also run under ASan+UBSan), concurrent (also under TSan), e2e, console, postgres, slow.
function(tradepost_test name)
  cmake_parse_arguments(T "" "TIMEOUT;PCH" "SOURCES;LINKS;LABELS;ARGS" ${ARGN})
  if(NOT T_LABELS)
    set(T_LABELS unit)
  endif()
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 120)
  endif()
  add_executable(${name} ${T_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE tradepost_flags ${T_LINKS} GTest::gtest GTest::gmock GTest::gtest_main)
  if(T_PCH AND TRADEPOST_PCH)
    target_precompile_headers(${name} REUSE_FROM ${T_PCH})
  endif()
  add_test(NAME ${name} COMMAND ${name} ${T_ARGS})
  # unit_tests, concurrent_tests, ...: builds the tests of a label, for the sanitizers that run only those.
  foreach(label IN LISTS T_LABELS)
    if(NOT TARGET ${label}_tests)
      add_custom_target(${label}_tests)
    endif()
    add_dependencies(${label}_tests ${name})
  endforeach()
  set_tests_properties(${name} PROPERTIES LABELS "${T_LABELS}" TIMEOUT ${T_TIMEOUT})
endfunction()

# tradepost_qttest(NAME SOURCES ... LINKS ... [LABELS ...] [TIMEOUT s]): a QtTest program, run without a display. Each
# source's test class has its .moc included or stands in a header; QTEST_MAIN or TRADEPOST_QTEST_MAIN gives main().
function(tradepost_qttest name)
  cmake_parse_arguments(T "" "TIMEOUT;PCH" "SOURCES;LINKS;LABELS;ARGS" ${ARGN})
  if(NOT T_LABELS)
    set(T_LABELS console)
  endif()
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 120)
  endif()
  add_executable(${name} ${T_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE tradepost_flags ${T_LINKS} Qt6::Test)
  add_test(NAME ${name} COMMAND ${name} ${T_ARGS})
  set_tests_properties(${name} PROPERTIES LABELS "${T_LABELS}" TIMEOUT ${T_TIMEOUT}
                       ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;TZ=UTC")
endfunction()

# tradepost_bench(NAME SOURCES ... LINKS ...): a benchmark program, run by `make bench` only.
function(tradepost_bench name)
  cmake_parse_arguments(B "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${B_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE tradepost_flags ${B_LINKS} benchmark::benchmark)
endfunction()

# tradepost_fuzz(NAME SOURCES ... LINKS ...): a libFuzzer target; corpus in tests/fuzz/corpus/NAME.
function(tradepost_fuzz name)
  if(NOT TRADEPOST_FUZZ)
    return()
  endif()
  cmake_parse_arguments(F "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${F_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE tradepost_flags ${F_LINKS})
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  if(NOT TARGET fuzzers)
    add_custom_target(fuzzers)
  endif()
  add_dependencies(fuzzers ${name})
endfunction()
