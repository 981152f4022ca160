# Everything from Debian 12 packages; scripts/setup lists them. The installed package (tandemConfig.cmake) reads this
# file as well, and has find_dependency, which passes REQUIRED and QUIET on.
macro(tandem_find)
  if(COMMAND find_dependency AND DEFINED CMAKE_FIND_PACKAGE_NAME)
    find_dependency(${ARGN})
  else()
    find_package(${ARGN} REQUIRED)
  endif()
endmacro()

tandem_find(Boost 1.81 COMPONENTS json)
tandem_find(OpenSSL 3.0)
tandem_find(SQLite3 3.40)
tandem_find(spdlog)
tandem_find(nlohmann_json)
tandem_find(yaml-cpp)
tandem_find(CLI11)
tandem_find(prometheus-cpp COMPONENTS core)
tandem_find(Threads)
