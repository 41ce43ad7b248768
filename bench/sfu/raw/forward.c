/* The floor: what arrives is sent on as it is, with one system call for each who gets it, and nothing else is done.
 * forward <viewers> <first viewer's port> <port of a feed>…   Viewer n gets feed n modulo the number of feeds. */
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#define MOST_FEEDS 16

static struct sockaddr_in loopback(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int main(int count, char **words) {
  int feeds = count - 3;
  if (feeds < 1 || feeds > MOST_FEEDS) return 2;
  int viewers = atoi(words[1]), first_port = atoi(words[2]);
  struct pollfd sockets[MOST_FEEDS];
  for (int feed = 0; feed < feeds; feed += 1) {
    struct sockaddr_in own = loopback(atoi(words[3 + feed]));
    sockets[feed].fd = socket(AF_INET, SOCK_DGRAM, 0);
    sockets[feed].events = POLLIN;
    if (sockets[feed].fd < 0 || bind(sockets[feed].fd, (struct sockaddr *)&own, sizeof own) != 0) {
      perror("bind");
      return 1;
    }
  }
  puts("ready");
  fflush(stdout);
  for (;;) {
    if (poll(sockets, (nfds_t)feeds, -1) < 0) continue;
    for (int feed = 0; feed < feeds; feed += 1) {
      char packet[2048];
      ssize_t bytes;
      while ((bytes = recv(sockets[feed].fd, packet, sizeof packet, MSG_DONTWAIT)) > 0) {
        for (int viewer = feed; viewer < viewers; viewer += feeds) {
          struct sockaddr_in to = loopback(first_port + viewer);
          sendto(sockets[feed].fd, packet, (size_t)bytes, 0, (struct sockaddr *)&to, sizeof to);
        }
      }
    }
  }
}
