// Empty: a target of it carries precompiled headers for others (see toolchain.cmake).
