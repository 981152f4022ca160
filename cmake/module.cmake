# tandem_add_module(NAME crypto DEPS base LIBRARIES OpenSSL::Crypto SOURCES ...)
# One static library a module; DEPS are the modules it may include (scripts/lib/check_includes.py holds the same arrows).
# Its files are compiled several at a time, as one, since most of a small file's time goes into the headers that it
# reads; the preset `tidy` compiles each by itself. scripts/lib/check_names.py keeps the names of the joined files apart.
# HOT: it is on the way of an Encrypt. PRIVATE_DEPS are linked as well, but their include folders and definitions do not
# reach whoever links this one.
function(tandem_add_module)
  cmake_parse_arguments(MODULE "HOT" "NAME" "DEPS;PRIVATE_DEPS;LIBRARIES;SOURCES;PRECOMPILE" ${ARGN})
  set(target tandem_${MODULE_NAME})
  add_library(${target} STATIC ${MODULE_SOURCES})
  add_library(tandem::${MODULE_NAME} ALIAS ${target})
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
                             PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  list(TRANSFORM MODULE_DEPS PREPEND tandem::)
  list(TRANSFORM MODULE_PRIVATE_DEPS PREPEND tandem::)
  target_link_libraries(${target} PUBLIC ${MODULE_DEPS} ${MODULE_LIBRARIES}
                        PRIVATE ${MODULE_PRIVATE_DEPS} $<BUILD_INTERFACE:tandem_compiler>)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${TANDEM_UNITY} UNITY_BUILD_BATCH_SIZE ${TANDEM_UNITY_FILES})
  if(MODULE_HOT AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC inlines less in what it takes for large; joined files are not.
    target_compile_options(${target} PRIVATE --param=large-unit-insns=200000)
  endif()
  if(MODULE_PRECOMPILE)
    target_precompile_headers(${target} PRIVATE ${MODULE_PRECOMPILE})
  endif()
  if(TANDEM_INSTALL)
    set_target_properties(${target} PROPERTIES EXPORT_NAME ${MODULE_NAME})
    install(TARGETS ${target} EXPORT tandemTargets
            ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/tandem COMPONENT development
            INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  endif()
endfunction()
