/* leads-phone.so: the little of libphonenumber that is used, for C. See
 * lazy_phone.h. */
#include <cstddef>
#include <cstring>
#include <string>

#include <phonenumbers/phonenumberutil.h>

extern "C" int leads_phone(const char *, const char *, char *, size_t);

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

static int
judge(const char *text, const char *region, std::string *out)
{
	const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
	PhoneNumber number;

	if (util->Parse(text, region, &number) != PhoneNumberUtil::NO_PARSING_ERROR)
		return 0;
	util->Format(number, PhoneNumberUtil::E164, out);
	if (util->IsValidNumber(number))
		return 2;
	return util->IsPossibleNumberWithReason(number) ==
	    PhoneNumberUtil::IS_POSSIBLE;
}

/* No exception leaves: the caller is C. */
extern "C" int
leads_phone(const char *text, const char *region, char *number, size_t size)
try {
	std::string out;
	int rc = judge(text, region, &out);

	if (rc == 0 || out.size() >= size)
		return 0;
	std::memcpy(number, out.c_str(), out.size() + 1);
	return rc;
} catch (...) {
	return 0;
}
