# The server for operators, and the package `tandem` (docs/cpp.md) for the tests of C++ projects.
include(CMakePackageConfigHelpers)

install(TARGETS tandem RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT server)
install(FILES LICENSE README.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT server)
install(DIRECTORY config/schema DESTINATION ${CMAKE_INSTALL_DATADIR}/tandem COMPONENT server)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/tandem)
install(DIRECTORY include/tandem/testserver DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/tandem COMPONENT development)
install(EXPORT tandemTargets NAMESPACE tandem:: DESTINATION ${package_folder} COMPONENT development)
write_basic_package_version_file(tandemConfigVersion.cmake COMPATIBILITY SameMajorVersion)
install(FILES cmake/tandemConfig.cmake cmake/dependencies.cmake ${CMAKE_CURRENT_BINARY_DIR}/tandemConfigVersion.cmake
        DESTINATION ${package_folder} COMPONENT development)
