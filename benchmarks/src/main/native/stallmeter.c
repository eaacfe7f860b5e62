/* Records when the machine itself stood still: one real-time thread per CPU wakes every PERIOD and writes down
   every wake-up that came late. Nothing in the guest can delay such a thread for long, so lateness is the
   hypervisor's. Prints one line per stall: CPU START_NS END_NS (CLOCK_MONOTONIC), buffered per line.
   Keeps each CPU's sum in the clock file, a 64-bit count of nanoseconds per CPU, for those who read it as it runs.
   usage: stallmeter SECONDS CLOCK_FILE */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

static const long period = 1000000, threshold = 500000;
static long until;
static volatile long *sums;

static long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000L + t.tv_nsec;
}

static void *watch(void *arg) {
    long cpu = (long)arg, next = now();
    cpu_set_t set;
    struct sched_param p = {.sched_priority = 90};
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    pthread_setaffinity_np(pthread_self(), sizeof set, &set);
    if (pthread_setschedparam(pthread_self(), SCHED_FIFO, &p) != 0) {
        fputs("no real-time priority\n", stderr);
        exit(1);
    }
    prctl(PR_SET_TIMERSLACK, 1);
    while (next < until) {
        next += period;
        struct timespec t = {next / 1000000000L, next % 1000000000L};
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
        long at = now();
        if (at - next > threshold) {
            sums[cpu] += at - next;
            printf("%ld %ld %ld\n", cpu, next, at);
            next = at;
        }
    }
    return NULL;
}

int main(int argc, char **argv) {
    long cpus = sysconf(_SC_NPROCESSORS_ONLN);
    pthread_t t[cpus];
    if (argc != 3) return 2;
    int file = open(argv[2], O_RDWR | O_CREAT | O_TRUNC, 0644);
    if (file < 0 || ftruncate(file, 4096) != 0) return 1;
    sums = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    until = now() + atol(argv[1]) * 1000000000L;
    mlockall(MCL_CURRENT | MCL_FUTURE);
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (long i = 0; i < cpus; i++) pthread_create(&t[i], NULL, watch, (void *)i);
    usleep(50000); /* for the priorities */
    puts("ready");
    for (long i = 0; i < cpus; i++) pthread_join(t[i], NULL);
    return 0;
}
