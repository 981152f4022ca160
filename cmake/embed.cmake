# tandem_embed_files(TARGET tandem_cli HEADER snippet_files.hpp NAME kSnippetFiles DIRECTORY examples/snippets)
# A header with the directory's files, or with FILES, as an array of {name, text}, made anew when one of them changes.
function(tandem_embed_files)
  cmake_parse_arguments(EMBED "" "TARGET;HEADER;NAME;DIRECTORY" "FILES" ${ARGN})
  set(files ${EMBED_FILES})
  if(EMBED_DIRECTORY)
    file(GLOB files CONFIGURE_DEPENDS ${EMBED_DIRECTORY}/*)
  endif()
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${files})
  set(rows "")
  foreach(file IN LISTS files)
    get_filename_component(name ${file} NAME)
    file(READ ${file} text)
    string(APPEND rows "    {\"${name}\", R\"embedded(${text})embedded\"},\n")
  endforeach()
  list(LENGTH files count)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  file(CONFIGURE OUTPUT ${folder}/${EMBED_HEADER} @ONLY CONTENT
"// Made by cmake/embed.cmake from ${EMBED_DIRECTORY}${EMBED_FILES}.
#pragma once
#include <array>
#include <string_view>
#include <utility>

namespace tandem {

inline constexpr std::array<std::pair<std::string_view, std::string_view>, ${count}> ${EMBED_NAME}{{
@rows@}};

}  // namespace tandem
")
  target_include_directories(${EMBED_TARGET} PRIVATE ${folder})
endfunction()
