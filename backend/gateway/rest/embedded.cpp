#include "backend/gateway/rest/embedded.h"

// TRADEPOST_CONTRACT and TRADEPOST_DOCS are paths, given by the build.
#define TRADEPOST_EMBED(name, path)                                                                                    \
    asm(".section .rodata\n"                                                                                           \
        ".global tradepost_" name "_begin\n"                                                                           \
        "tradepost_" name "_begin:\n"                                                                                  \
        ".incbin \"" path "\"\n"                                                                                       \
        ".global tradepost_" name "_end\n"                                                                             \
        "tradepost_" name "_end:\n"                                                                                    \
        ".byte 0\n"                                                                                                    \
        ".previous\n")

TRADEPOST_EMBED("contract", TRADEPOST_CONTRACT);
TRADEPOST_EMBED("docs", TRADEPOST_DOCS);

extern "C" {
extern const char tradepost_contract_begin[], tradepost_contract_end[];
extern const char tradepost_docs_begin[], tradepost_docs_end[];
}

namespace tradepost::rest {

std::string_view embeddedContract() {
    return {tradepost_contract_begin, tradepost_contract_end};
}

std::string_view embeddedDocsPage() {
    return {tradepost_docs_begin, tradepost_docs_end};
}

} // namespace tradepost::rest
