# leads: GNU make, no configure step. CFLAGS from the user come last and win.
# build/ is the folder of objects; BUILD=dir chooses another (asan does).
PREFIX ?= /usr/local
MANDIR ?= $(PREFIX)/share/man
PKG_CONFIG ?= pkg-config
INSTALL ?= install
BUILD ?= build
VERSION := $(shell sed -n 's/^\#define LEADS_VERSION "\(.*\)"/\1/p' lib/leads.h)

PKGS = sqlite3 libcurl libcjson gmime-3.0 libconfuse libpcre2-8 libical
CFLAGS ?= -O2 -g -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
override CFLAGS := -std=c17 -Wall -Wextra -Wshadow -Wmissing-prototypes \
	-Wformat=2 $(WERROR) $(CFLAGS)
override CPPFLAGS := $(CPPFLAGS) -D_DEFAULT_SOURCE -D_FILE_OFFSET_BITS=64 \
	-Ilib -MMD -MP \
	$(shell $(PKG_CONFIG) --cflags $(PKGS) | sed 's/-I/-isystem /g')
override LDFLAGS += -Wl,--as-needed
# Opened only by the runs that need them (lib/base/lazy.h); LAZY=no links
# them as ever, where there is no dlopen.
LAZY ?= yes
soname = $(shell f=$$($(CC) -print-file-name=lib$(1).so); \
	s=$$(LC_ALL=C objdump -p "$$f" 2>/dev/null | awk '/SONAME/ {print $$2}'); \
	echo "$${s:-lib$(1).so}")
ifeq ($(LAZY),yes)
LINKED = $(filter-out libcurl libical,$(PKGS))
override CPPFLAGS := $(CPPFLAGS) -DLAZY_CURL='"$(call soname,curl)"' \
	-DLAZY_ICAL='"$(call soname,ical)"' \
	-DLAZY_GMIME='"$(call soname,gmime-3.0)"'
else
LINKED = $(PKGS)
endif
LDLIBS := $(LDLIBS) $(shell $(PKG_CONFIG) --libs $(LINKED)) -lcsv -lm -ldl

BIN = lead-add lead-route lead-due lead-send lead-stale lead-report lead-log \
	lead-set lead-show lead-check
LIB_SRC = $(sort $(wildcard lib/*/*.c))
LIB_OBJ = $(LIB_SRC:%.c=$(BUILD)/%.o)
CMD_SRC = $(sort $(wildcard cmd/*.c))
CMD_OBJ = $(patsubst %.c,$(BUILD)/%.o,$(filter-out cmd/lead-%,$(CMD_SRC)))
UNIT_SRC = $(sort $(wildcard tests/unit/test_*.c))
UNIT_BIN = $(UNIT_SRC:%.c=$(BUILD)/%)
MAN = $(sort $(wildcard man/*.[1357]))
BINDEST = $(if $(filter build,$(BUILD)),,$(BUILD)/)

# Phone numbers of every country, where there are a C++ compiler and the
# headers of libphonenumber; opened by the run that needs it. PHONE=no: never.
CXX ?= g++
CXXFLAGS ?= -O2 -g
PHONE ?= $(shell echo '\#include <phonenumbers/phonenumberutil.h>' | \
	$(CXX) -M -x c++ - >/dev/null 2>&1 && echo yes || echo no)
ifeq ($(PHONE),yes)
SHIM = $(BUILD)/leads-phone.so
endif
override CPPFLAGS := $(CPPFLAGS) \
	-DLAZY_PHONE='"$(PREFIX)/lib/leads/leads-phone.so"'

all: $(BIN:%=$(BINDEST)%) $(SHIM)

$(BUILD)/leads-phone.so: lib/base/lazy_phone.cc
	@mkdir -p $(@D)
	$(CXX) -std=c++17 -Wall -Wextra $(CXXFLAGS) -fPIC -shared -o $@ $< -lphonenumber

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(BUILD)/libleads.a: $(LIB_OBJ)
	rm -f $@
	$(AR) qcs $@ $^

# An archive, so that each program takes what it calls and no more.
$(BUILD)/libcmd.a: $(CMD_OBJ)
	rm -f $@
	$(AR) qcs $@ $^

$(BIN:%=$(BINDEST)%): $(BINDEST)%: $(BUILD)/cmd/%.o $(BUILD)/libcmd.a $(BUILD)/libleads.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/tests/unit/%: tests/unit/%.c $(BUILD)/libleads.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(BUILD)/libleads.a -lcmocka $(LDLIBS)

SIM_OBJ = $(BUILD)/tests/sim/sim.o
SIM_BIN = $(BUILD)/tests/sim/quarter $(BUILD)/tests/fault/property
sim: $(SIM_BIN)

# A quarter of a firm and random histories, judged.
sim-check: $(SIM_BIN)
	LC_ALL=C TZ=UTC SIM_BIN="$(abspath $(BUILD))/tests" bats tests/sim

$(SIM_BIN): %: %.o $(SIM_OBJ) $(BUILD)/libleads.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

unit: $(UNIT_BIN)
	@rc=0; for t in $(UNIT_BIN); do \
	    echo "== $$t"; LC_ALL=C TZ=UTC $$t || rc=1; done; exit $$rc

# Suppressed: a column's place in its struct, checked by its type; and a
# realloc whose old block the caller's array still names.
lint:
	scripts/check-layers
	cppcheck -q --std=c11 --enable=warning,portability --error-exitcode=1 \
	    --suppress=invalidPointerCast:lib/store/bind.c \
	    --suppress=memleakOnRealloc:lib/model/config_get.c -Ilib lib cmd
	mandoc -Tlint -W warning $(MAN)
	shellcheck -x scripts/demo scripts/check scripts/install-deps scripts/unpack-agents \
	    scripts/check-layers tests/fault/mta

# GNU parallel, where it is there, runs the files of tests/cli side by side.
BATS_JOBS = $(if $(shell command -v parallel),--jobs \
	$(shell getconf _NPROCESSORS_ONLN))

# Both kinds of tests run, whichever fails.
check: all $(UNIT_BIN)
	@rc=0; $(MAKE) --no-print-directory unit || rc=1; \
	    export LC_ALL=C TZ=UTC LEADS_BIN="$(abspath $(or $(BINDEST),.))"; \
	    bats $(BATS_JOBS) tests/cli || rc=1; \
	    bats tests/live || rc=1; exit $$rc

live: all
	LC_ALL=C TZ=UTC LEADS_BIN="$(abspath $(or $(BINDEST),.))" bats tests/live

# Every system call and every allocation fails once; EVERY=N tries each Nth.
EVERY ?= 1
fault: all
	@rc=0; LEADS_BIN="$(abspath $(or $(BINDEST),.))" \
	    tests/fault/kill --every=$(EVERY) || rc=1; \
	    LEADS_BIN="$(abspath $(or $(BINDEST),.))" \
	    tests/fault/send-kill --every=$(EVERY) || rc=1; \
	    LEADS_BIN="$(abspath $(or $(BINDEST),.))" \
	    tests/fault/nomem --every=$(EVERY) || rc=1; exit $$rc

# MAILS through the queue of a real Postfix, with kills and full disks.
MAILS ?= 5000
soak: all
	@LEADS_BIN="$(abspath $(or $(BINDEST),.))" tests/fault/mta --mails=$(MAILS)

# SECONDS a target; tests/fuzz/run builds each with its own flags.
SECONDS ?= 600
fuzz:
	tests/fuzz/run $(SECONDS)

$(BUILD)/fuzz-$(TARGET): tests/fuzz/fuzz.c $(BUILD)/libleads.a | $(SHIM)
	$(CC) $(CPPFLAGS) -DTARGET='"$(TARGET)"' $(CFLAGS) -o $@ $^ $(LDLIBS)

# Ratios to floors measured in the same run; BENCH=--short is quick.
bench: all
	LEADS_BIN="$(abspath $(or $(BINDEST),.))" tests/bench/run $(BENCH)

# LAZY=no: the leak sanitizer stumbles over libraries that come late.
asan:
	$(MAKE) BUILD=build/asan LAZY=no CFLAGS="-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer" check

install: all
	$(INSTALL) -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(MANDIR)/man1 $(DESTDIR)$(MANDIR)/man5 $(DESTDIR)$(MANDIR)/man7
	$(INSTALL) -m 755 $(BIN) $(DESTDIR)$(PREFIX)/bin
	if [ -n "$(SHIM)" ]; then $(INSTALL) -d $(DESTDIR)$(PREFIX)/lib/leads && \
	    $(INSTALL) -m 644 $(SHIM) $(DESTDIR)$(PREFIX)/lib/leads; fi
	for m in $(MAN); do $(INSTALL) -m 644 $$m $(DESTDIR)$(MANDIR)/man$${m##*.}; done

install-lib: $(BUILD)/libleads.a
	$(INSTALL) -d $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/include
	$(INSTALL) -m 644 $(BUILD)/libleads.a $(DESTDIR)$(PREFIX)/lib
	$(INSTALL) -m 644 lib/leads.h $(DESTDIR)$(PREFIX)/include
	printf '%s\n' 'prefix=$(PREFIX)' 'Name: leads' \
	    'Description: lead follow-up over one SQLite store' \
	    'Version: $(VERSION)' 'Requires.private: $(PKGS)' \
	    'Cflags: -I$${prefix}/include' \
	    'Libs: -L$${prefix}/lib -lleads' 'Libs.private: -lcsv -lm' \
	    > $(DESTDIR)$(PREFIX)/lib/pkgconfig/libleads.pc

uninstall:
	for b in $(BIN); do rm -f $(DESTDIR)$(PREFIX)/bin/$$b; done
	for m in $(MAN); do rm -f $(DESTDIR)$(MANDIR)/man$${m##*.}/$${m##*/}; done
	rm -f $(DESTDIR)$(PREFIX)/lib/leads/leads-phone.so
	rm -f $(DESTDIR)$(PREFIX)/lib/libleads.a $(DESTDIR)$(PREFIX)/include/leads.h \
	    $(DESTDIR)$(PREFIX)/lib/pkgconfig/libleads.pc

dist:
	git archive --prefix=leads-$(VERSION)/ -o leads-$(VERSION).tar.gz HEAD

clean:
	rm -rf build $(BIN) leads-*.tar.gz

.PHONY: all sim sim-check unit lint check live fault soak fuzz bench asan install install-lib uninstall dist clean
-include $(LIB_OBJ:.o=.d) $(CMD_SRC:%.c=$(BUILD)/%.d) $(UNIT_BIN:=.d) $(SIM_OBJ:.o=.d) $(SIM_BIN:=.d)
