// What Throughline asks of libphonenumber, for a language that does not speak C++.
#ifndef CPHONENUMBER_H
#define CPHONENUMBER_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A telephone number in its normal forms, each ending in a zero.
struct CPhoneNumber {
  /// As in ITU-T E.164, with a plus sign and without an extension.
  char international[32];
  /// As it is dialled within its country, without what is dialled before it.
  char national[32];
  /// Whether such a number is given out, as far as the library knows the plans of countries.
  bool isValid;
};

/// Reads a number as it is dialled in a region (ISO 3166-1, two letters).
///
/// Answers false when the text is none, or one that is too short or too long to be one.
bool CPhoneNumberRead(const char *text, const char *region, struct CPhoneNumber *number);

/// Whether the library knows how numbers are dialled in a region.
bool CPhoneNumberKnowsRegion(const char *region);

#ifdef __cplusplus
}
#endif

#endif
