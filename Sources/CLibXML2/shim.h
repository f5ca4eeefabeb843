#pragma once
#include <libxml/xmlversion.h>
// libxml2 built with ICU names ICU's types in its headers, and Foundation brings the same names
// from its own ICU, so that both cannot be imported. None of what is used here depends on it.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>
