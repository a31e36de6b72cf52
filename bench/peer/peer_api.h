#pragma once

#include <stddef.h>
#include <stdint.h>

/// The peer as the benchmarks see it: one shared object for each build of it, opened at run time,
/// with this table of functions. Plain C, because two builds of the peer hold the same C++ names.
#ifdef __cplusplus
extern "C" {
#endif

/// Raised with every change of this file.
#define PEER_API_VERSION 1

typedef struct PeerBytes
{
    const uint8_t* data;
    size_t size;
} PeerBytes;

typedef struct PeerAccount
{
    uint8_t address[20];
    uint64_t balance; /* wei */
    uint64_t nonce;
    PeerBytes code;
    uint64_t slots; /* storage: slots 0 .. slots - 1 hold 1 */
} PeerAccount;

/// A message call of no value under the rules of Cancun.
typedef struct PeerMessage
{
    uint8_t sender[20];
    uint8_t recipient[20];
    int64_t gas;
    PeerBytes input;
} PeerMessage;

enum PeerStatus
{
    peer_success,
    peer_revert,
    peer_failure
};

/// What the last of the repeated executions came to.
typedef struct PeerOutcome
{
    int status;
    int64_t gas_left;
    int64_t refund;   /* gas */
    PeerBytes output; /* valid until the next run in the same world */
} PeerOutcome;

enum PeerMode
{
    peer_analysed, /* code analysed before, in a host that does next to nothing */
    peer_total,    /* the same host, analysis with every execution */
    peer_state     /* the peer's own state and host, its public way; undone after each execution */
};

enum PeerArithmetic
{
    peer_div,
    peer_mul,
    peer_addmod,
    peer_mulmod,
    peer_exp
};

/// Three operands of 256 bits, limbs least significant first.
typedef struct PeerOperands
{
    uint64_t a[4];
    uint64_t b[4];
    uint64_t c[4];
} PeerOperands;

typedef struct PeerWorld PeerWorld;

typedef struct PeerApi
{
    int version;

    /// A state with those accounts, and the code of `message`'s recipient analysed.
    PeerWorld* (*create)(
        const PeerAccount* accounts, size_t count, const PeerMessage* message, enum PeerMode mode);
    void (*destroy)(PeerWorld* world);
    /// Executes the message of `create` that many times.
    PeerOutcome (*run)(PeerWorld* world, uint64_t times);

    /// Hashes that many times.
    void (*keccak256)(PeerBytes data, uint64_t times, uint8_t out[32]);
    /// Runs a precompile that many times; the size of the output, or -1 if the input is refused or
    /// there is no such precompile. `out` has room for 1 KiB.
    int64_t (*precompile)(unsigned number, PeerBytes input, uint64_t times, uint8_t* out);
    /// Goes through the operands that many times; the exclusive or of the results of one time.
    void (*arithmetic)(enum PeerArithmetic operation, const PeerOperands* operands, size_t count,
        uint64_t times, uint64_t out[4]);
} PeerApi;

/// The one name that a shared object gives: `byline_peer`, a function of this type.
typedef const PeerApi* (*PeerEntry)(void);

#ifdef __cplusplus
}
#endif
