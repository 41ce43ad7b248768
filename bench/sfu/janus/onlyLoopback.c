/* Preloaded into Janus, which looks for interfaces to offer and passes the loopback over, whatever its settings say: it
 * would take the machine's others then. Here it finds the loopback alone, under another flag. Nothing that forwards
 * a packet comes by here. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stddef.h>

int getifaddrs(struct ifaddrs **list) {
  int (*next)(struct ifaddrs **) = (int (*)(struct ifaddrs **))dlsym(RTLD_NEXT, "getifaddrs");
  int answer = next(list);
  if (answer != 0) return answer;
  for (struct ifaddrs *entry = *list; entry != NULL; entry = entry->ifa_next) {
    /* Not unlinked: the list is one piece of memory, and whoever asked gives it back from its head. */
    if (entry->ifa_flags & IFF_LOOPBACK) entry->ifa_flags &= ~(unsigned int)IFF_LOOPBACK;
    else entry->ifa_flags &= ~(unsigned int)IFF_UP;
  }
  return 0;
}
