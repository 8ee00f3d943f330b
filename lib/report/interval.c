/* Confidence intervals of rates that hold for small numbers too. */
#include <math.h>

#include "report/part.h"

#define Z 1.959963984540054 /* 97.5th percentile of the normal */

void
interval_rate(int64_t k, int64_t n, double *low, double *high)
{
	double p = (double)k / (double)n, z2 = Z * Z, m = (double)n;
	double mid = p + z2 / (2 * m);
	double half = Z * sqrt(p * (1 - p) / m + z2 / (4 * m * m));

	*low = fmax(0, (mid - half) / (1 + z2 / m));
	*high = fmin(1, (mid + half) / (1 + z2 / m));
}

void
interval_difference(int64_t ka, int64_t na, int64_t kb, int64_t nb,
    double *low, double *high)
{
	double a = (double)ka / (double)na, b = (double)kb / (double)nb;
	double la, ua, lb, ub;

	interval_rate(ka, na, &la, &ua);
	interval_rate(kb, nb, &lb, &ub);
	*low = b - a - sqrt((b - lb) * (b - lb) + (ua - a) * (ua - a));
	*high = b - a + sqrt((ub - b) * (ub - b) + (a - la) * (a - la));
}
