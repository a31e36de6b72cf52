#pragma once

#include "tests/compiler/meaning/random_text.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace byline::testing
{
struct RandomField
{
    std::string name;
    Kind kind;
};

struct RandomKeep
{
    std::string name;
    bool has_key = false;
    Kind key = Kind::account;
    std::vector<RandomField> fields;
};

/// What the licence around an act has.
struct RandomThings
{
    std::vector<RandomKeep> keeps;
    std::vector<std::string> places;  ///< shared buckets that an act may feed alone
    std::vector<std::string> shared;  ///< all buckets that payees share
    std::vector<std::string> pools;
    std::string together = {};  ///< "{ income 95%  bonus 5% }", where two are fed together
    bool has_tab = false;       ///< `deposit`
    bool has_notice = false;    ///< its customers leave after a while only
    bool has_pot = false;       ///< `pledge`
    bool is_token = false;      ///< prices are in a token
};

/// "calls": the name of the type.
std::string type_text(Kind kind);

/// An act with that number in its name, and a view.
std::string random_act(Choices& choices, const RandomThings& things, std::uint64_t number);
std::string random_view(Choices& choices, const RandomThings& things);
}  // namespace byline::testing
