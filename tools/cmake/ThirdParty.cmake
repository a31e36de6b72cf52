# What Byline compiles of other people's: blst (BLS12-381) and c-kzg (EIP-4844), as targets third_party::blst and
# third_party::c-kzg. `tools/dev setup` fetches their sources; their warnings are not ours.
set(third_party ${PROJECT_SOURCE_DIR}/build/third_party/node_modules/c-kzg/deps)
if(NOT EXISTS ${third_party}/blst/src/server.c OR NOT EXISTS ${third_party}/c-kzg/eip4844/eip4844.c)
  message(FATAL_ERROR "The sources of blst and c-kzg are not in build/third_party: run tools/dev setup")
endif()
enable_language(ASM)
function(third_party_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "INCLUDE" "SOURCES")
  add_library(third_party-${name} STATIC ${arg_SOURCES})
  add_library(third_party::${name} ALIAS third_party-${name})
  target_include_directories(third_party-${name} SYSTEM PUBLIC ${arg_INCLUDE})
  # -O2 in every build type: unoptimised curves would make every test slow.
  target_compile_options(third_party-${name} PRIVATE -O2 -w -fno-builtin $<$<COMPILE_LANGUAGE:C>:-fPIC>)
  set_target_properties(third_party-${name} PROPERTIES C_VISIBILITY_PRESET hidden C_COMPILER_LAUNCHER
    "${CMAKE_CXX_COMPILER_LAUNCHER}")
  if(BYLINE_SANITIZE MATCHES address)
    # So that a buffer of ours that is too small for them shows.
    target_compile_options(third_party-${name} PRIVATE $<$<COMPILE_LANGUAGE:C>:-fsanitize=address>)
  endif()
endfunction()
third_party_library(blst SOURCES ${third_party}/blst/src/server.c ${third_party}/blst/build/assembly.S
  INCLUDE ${third_party}/blst/bindings)
# The code paths for newer processors are chosen at run time, so the binary runs on all of an architecture.
target_compile_definitions(third_party-blst PRIVATE __BLST_PORTABLE__)
set(c_kzg ${third_party}/c-kzg)
third_party_library(c-kzg SOURCES ${c_kzg}/common/alloc.c ${c_kzg}/common/bytes.c ${c_kzg}/common/ec.c
  ${c_kzg}/common/fr.c ${c_kzg}/common/lincomb.c ${c_kzg}/common/utils.c ${c_kzg}/eip4844/blob.c ${c_kzg}/eip4844/eip4844.c
  INCLUDE ${c_kzg})
target_link_libraries(third_party-c-kzg PUBLIC third_party::blst)
