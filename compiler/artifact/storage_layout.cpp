#include "compiler/artifact/storage_layout.hpp"

#include "compiler/sema/licence.hpp"
#include "compiler/sema/storage.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace byline::compiler
{
namespace
{
namespace json = boost::json;

struct Member
{
    std::string label;
    std::size_t slot = 0;
    unsigned shift = 0;
    std::string type;
};

class Layout
{
public:
    Layout(const Licence& licence, const StoragePlan& plan) : licence_{licence}, plan_{plan} {}

    json::object run() &&
    {
        for (std::size_t i = 0; i < licence_.keeps.size(); ++i)
            keep(licence_.keeps[i], plan_.keeps[i]);
        for (std::size_t i = 0; i < licence_.parties.size(); ++i)
        {
            if (!plan_.parties[i])
                continue;
            variable({licence_.parties[i].name, *plan_.parties[i], 0, number("address", 160)});
            variable({licence_.parties[i].name + ".offeredTo", *plan_.parties[i] + 1, 0,
                number("address", 160)});
        }
        for (std::size_t i = 0; i < licence_.buckets.size(); ++i)
            bucket(licence_.buckets[i], plan_.buckets[i]);
        for (std::size_t i = 0; i < plan_.receipts.size(); ++i)
        {
            if (const auto& place = plan_.receipts[i])
                variable({licence_.buckets[licence_.groups[i].buckets.front()].name + ".received",
                    place->slot, place->shift, unsigned_type(place->bits)});
        }
        if (plan_.held)
            variable({"held", *plan_.held, 0, unsigned_type(256)});
        if (plan_.pause)
        {
            variable({"pausedUntil", *plan_.pause, 0, unsigned_type(64)});
            variable({"resumedAt", *plan_.pause, 64, unsigned_type(64)});
        }
        if (plan_.successor)
        {
            variable({"successor", *plan_.successor, 0, number("address", 160)});
            variable({"successorFrom", *plan_.successor, 160, unsigned_type(64)});
        }
        json::object result{{"storage", std::move(storage_)}, {"types", std::move(types_)}};
        if (!packed_.empty())
            result.emplace("packed", std::move(packed_));
        return result;
    }

private:
    // --- types ---

    std::string number(const std::string& label, unsigned bits)
    {
        std::string name = "t_" + label;
        types_.emplace(name, json::object{{"encoding", "inplace"}, {"label", label},
                                 {"numberOfBytes", std::to_string(bits / 8)}});
        return name;
    }

    std::string unsigned_type(unsigned bits) { return number("uint" + std::to_string(bits), bits); }

    std::string scalar(const ScalarType& type)
    {
        return number(std::string{to_string(abi_type_of(type))}, storage_bits(type));
    }

    std::string structure(
        const std::string& label, std::size_t slots, const std::vector<Member>& members)
    {
        std::string name = "t_struct(" + label + ")_storage";
        json::array list;
        for (const Member& member : members)
            list.push_back(entry(member));
        types_.emplace(
            name, json::object{{"encoding", "inplace"},
                      {"label", "struct " + licence_.name + "." + label},
                      {"members", std::move(list)}, {"numberOfBytes", std::to_string(32 * slots)}});
        return name;
    }

    std::string mapping(const std::string& key, const std::string& value)
    {
        std::string name = "t_mapping(" + key + "," + value + ")";
        const std::string label = "mapping(" + std::string{types_.at(key).at("label").as_string()} +
                                  " => " + std::string{types_.at(value).at("label").as_string()} +
                                  ")";
        types_.emplace(name, json::object{{"encoding", "mapping"}, {"key", key}, {"label", label},
                                 {"numberOfBytes", "32"}, {"value", value}});
        return name;
    }

    // --- variables ---

    [[nodiscard]] json::object entry(const Member& member) const
    {
        return {{"astId", 0}, {"contract", licence_.name}, {"label", member.label},
            {"offset", member.shift / 8}, {"slot", std::to_string(member.slot)},
            {"type", member.type}};
    }

    void variable(const Member& member) { storage_.push_back(entry(member)); }

    void keep(const Keep& keep, const KeepStorage& storage)
    {
        std::string type = scalar(keep.fields.front().type);
        if (keep.is_tuple)
        {
            std::vector<Member> members;
            members.reserve(keep.fields.size());
            for (std::size_t i = 0; i < keep.fields.size(); ++i)
                members.push_back({field_name(keep, i), storage.fields[i].slot,
                    storage.fields[i].shift, scalar(keep.fields[i].type)});
            type = structure(keep.name, storage.slots, members);
        }
        if (keep.key)
            type = mapping(scalar(*keep.key), type);
        variable({keep.name, storage.slot, 0, std::move(type)});
    }

    static std::string field_name(const Keep& keep, std::size_t i)
    {
        return keep.fields[i].name.empty() ? "field" + std::to_string(i) : keep.fields[i].name;
    }

    void bucket(const Bucket& bucket, const BucketStorage& storage)
    {
        std::visit([&](const auto& rule) { lie(rule, bucket, storage); }, bucket.rule);
    }

    void lie(const ShareRule& rule, const Bucket& bucket, const BucketStorage& storage)
    {
        const CounterLayout& layout = storage.counters;
        const std::string label = bucket.name + ".claimed";
        if (layout.total)
            variable({label, *layout.total, 0, unsigned_type(256)});
        const bool whole_bytes = layout.bits % 8 == 0;
        if (!whole_bytes)
            variable({label, layout.first_slot, 0, unsigned_type(256)});
        for (std::size_t i = 0; i < rule.payees.size(); ++i)
        {
            const std::string own = label + "." + licence_.parties[rule.payees[i]].name;
            if (whole_bytes)
                variable({own, layout.slot_of(i), layout.shift_of(i),
                    unsigned_type(layout.per_slot == 1 ? 256 : layout.bits)});
            else
                packed_.push_back(
                    json::object{{"label", own}, {"slot", std::to_string(layout.slot_of(i))},
                        {"bit", layout.shift_of(i)}, {"bits", layout.bits}});
        }
    }

    void lie(const PoolRule& /*rule*/, const Bucket& bucket, const BucketStorage& storage)
    {
        const std::size_t slot = storage.slot;
        variable({bucket.name + ".total", slot, 0, unsigned_type(64)});
        variable({bucket.name + ".accumulated", slot, 64, unsigned_type(192)});
        variable({bucket.name + ".claimed", slot + 1, 0, unsigned_type(128)});
        variable({bucket.name + ".synced", slot + 1, 128, unsigned_type(128)});
        const std::string member = structure(bucket.name + "Member", 1,
            {{"shares", 0, 0, unsigned_type(64)}, {"due", 0, 64, unsigned_type(192)}});
        variable({bucket.name + ".members", slot + 2, 0, mapping(number("address", 160), member)});
    }

    void lie(const EpochsRule& /*rule*/, const Bucket& bucket, const BucketStorage& storage)
    {
        const std::size_t slot = storage.slot;
        const unsigned remaining = licence_.currency.is_token() ? 128 : 96;
        variable({bucket.name + ".current", slot, 0, unsigned_type(64)});
        variable({bucket.name + ".outstanding", slot, 64, unsigned_type(128)});
        variable({bucket.name + ".silentSince", slot, 192, unsigned_type(64)});
        const std::string epoch = structure(bucket.name + "Epoch", 1,
            {{"hash", 0, 0, unsigned_type(256 - remaining)},
                {"remaining", 0, 256 - remaining, unsigned_type(remaining)}});
        variable({bucket.name + ".epochs", slot + 1, 0, mapping(unsigned_type(64), epoch)});
        variable({bucket.name + ".claimBits", slot + 2, 0,
            mapping(unsigned_type(256), unsigned_type(256))});
    }

    void lie(const TabRule& /*rule*/, const Bucket& bucket, const BucketStorage& storage)
    {
        const std::string tab = structure(bucket.name + "Tab", 1,
            {{"amount", 0, 0, unsigned_type(128)}, {"leavesAt", 0, 128, unsigned_type(64)}});
        variable({bucket.name, storage.slot, 0, mapping(number("address", 160), tab)});
    }

    void lie(const PotRule& /*rule*/, const Bucket& bucket, const BucketStorage& storage)
    {
        variable({bucket.name + ".amount", storage.slot, 0, unsigned_type(128)});
        variable({bucket.name + ".since", storage.slot, 128, unsigned_type(64)});
    }

    const Licence& licence_;
    const StoragePlan& plan_;
    json::array storage_;
    json::object types_;
    json::array packed_;
};
}  // namespace

json::object storage_layout_of(const Licence& licence, const StoragePlan& plan)
{
    return Layout{licence, plan}.run();
}
}  // namespace byline::compiler
