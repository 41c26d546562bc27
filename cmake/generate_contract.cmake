# Runs protoc (cmake -D PROTOC=... -D INCLUDES=... -D PROTOS=... -D OUT=... -P this) and replaces only the files whose
# text changed, so that a change of one proto does not compile everything anew.
file(MAKE_DIRECTORY ${OUT}/staged)
list(TRANSFORM INCLUDES PREPEND -I)
execute_process(
  COMMAND ${PROTOC} ${INCLUDES} --cpp_out=${OUT}/staged --descriptor_set_out=${OUT}/staged/contract.pb --include_imports
          --include_source_info ${PROTOS}
  COMMAND_ERROR_IS_FATAL ANY)
set(made contract.pb)
foreach(proto IN LISTS PROTOS)
  string(REGEX REPLACE "\\.proto$" ".pb" base ${proto})
  list(APPEND made ${base}.cc ${base}.h)
endforeach()
foreach(name IN LISTS made)
  get_filename_component(folder ${OUT}/${name} DIRECTORY)
  file(MAKE_DIRECTORY ${folder})
  file(COPY_FILE ${OUT}/staged/${name} ${OUT}/${name} ONLY_IF_DIFFERENT)
endforeach()
