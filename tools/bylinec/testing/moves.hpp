#pragma once

#include "tools/bylinec/testing/random.hpp"
#include "tools/bylinec/testing/scene.hpp"

#include <optional>
#include <string>
#include <vector>

namespace byline::tools::testing
{
/// One step of a random history: a call, or time that passes.
struct Move
{
    LicenceCall call = {};
    std::uint64_t wait = 0;  ///< seconds; not 0: there is no call
    std::string text = {};   ///< as a test would write it
    bool is_forged = false;  ///< somebody else signed a message of it
    std::size_t licence = 0;
};

/// Draws steps that a licence might see: acts with arguments in their ranges from parties and
/// others, the exact price, all that is generated, and time.
class Moves
{
public:
    /// `of`: what a test writes before an act of the licence, "Scenes." or nothing.
    Moves(const Subject& subject, std::string of, Random& random);

    /// The next step; nothing if this one could not be made up (its price is out of reach).
    std::optional<Move> draw(const Scene& scene);

private:
    Move wait();
    std::optional<Move> transfer(const Scene& scene);
    std::optional<Move> function(const Scene& scene, const compiler::ExternalFunction& function);
    bool act(const Scene& scene, std::size_t index, Move& move);
    bool entry(const Scene& scene, std::size_t act, std::size_t parameter, Move& move,
        std::vector<AbiValue>& into);
    bool message(const Scene& scene, std::size_t act, std::size_t parameter, Move& move,
        std::vector<AbiValue>& into);
    bool report(const Scene& scene, Move& move);
    bool epoch_claim(const Scene& scene, Move& move);
    bool epoch_sweep(const Scene& scene, Move& move);
    void scalars(const Scene& scene, Move& move);
    bool price(const Scene& scene, Move& move);
    bool token_price(const Scene& scene, Move& move);
    uint256 payment();
    uint256 scalar(const Scene& scene, const compiler::ScalarType& type, std::string& text);
    address somebody(const Scene& scene);
    address caller(const Scene& scene, const compiler::ExternalFunction& function);

    const Subject& subject_;
    const compiler::Licence& licence_;
    std::string of_;
    Random& random_;
    std::vector<const compiler::ExternalFunction*> functions_;
};
}  // namespace byline::tools::testing
