#pragma once

#include "node/db/database.hpp"
#include "node/db/reverse_diff.hpp"
#include "node/db/state/record_cache.hpp"
#include "node/db/store/store.hpp"
#include "vm/primitives/bytes32.hpp"
#include "vm/state/state_diff.hpp"

#include <memory>
#include <string>
#include <vector>

namespace byline::node
{
/// A record to be written.
struct RecordPut
{
    std::string key;
    std::string value;
};

/// Everything that a diff does to the state columns. All deletes are to be made before the puts.
class PreparedUpdate final : public StateUpdate
{
public:
    Head parent;  ///< the head that it was made on
    bytes32 root;
    std::vector<std::string> deletes;
    std::vector<RecordPut> puts;
    std::vector<OldAccount> old_accounts;
};

/// Works out what `diff` does to the newest state of the store, whose head is `parent`. Throws
/// DatabaseReadError.
std::unique_ptr<PreparedUpdate> prepare_update(
    const Store& store, RecordCache& cache, const Head& parent, const vm::StateDiff& diff);
}  // namespace byline::node
