#include "CPhoneNumber.h"

#include <cstring>
#include <phonenumbers/phonenumberutil.h>
#include <set>
#include <string>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

bool copy(const std::string &text, char (&place)[32]) {
  if (text.empty() || text.size() >= sizeof(place)) return false;
  std::memcpy(place, text.c_str(), text.size() + 1);
  return true;
}

}  // namespace

bool CPhoneNumberRead(const char *text, const char *region, struct CPhoneNumber *number) {
  const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
  PhoneNumber parsed;
  if (util->Parse(text, region, &parsed) != PhoneNumberUtil::NO_PARSING_ERROR) return false;
  // More lenient than being valid: plans of countries change, and the library ages.
  if (!util->IsPossibleNumber(parsed)) return false;
  std::string international;
  std::string national;
  util->Format(parsed, PhoneNumberUtil::E164, &international);
  util->GetNationalSignificantNumber(parsed, &national);
  number->isValid = util->IsValidNumber(parsed);
  return copy(international, number->international) && copy(national, number->national);
}

bool CPhoneNumberKnowsRegion(const char *region) {
  std::set<std::string> regions;
  PhoneNumberUtil::GetInstance()->GetSupportedRegions(&regions);
  return regions.count(region) > 0;
}
