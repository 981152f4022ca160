# find_package(tandem CONFIG) gives tandem::testserver: a server inside a test process (docs/cpp.md).
include(CMakeFindDependencyMacro)
include(${CMAKE_CURRENT_LIST_DIR}/dependencies.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/tandemTargets.cmake)
