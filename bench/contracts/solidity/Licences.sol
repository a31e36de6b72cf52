// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

// The licences that are measured, by hand in Solidity: the same functions, events, errors and rules as the compiler makes
// of them, and the same accounting, in which a payment stores nothing. What is smaller than these is smaller than
// Solidity with the same functions.

/// What every licence has.
abstract contract Licence {
    error NothingToClaim();
    error TransferFailed();
    error Overflow();
    error NotAllowed(address caller);
    error WrongPayment(uint256 expected, uint256 got);
    error BadParty(address party);

    event Claimed(address indexed payee, uint256 amount);

    bytes32 public constant termsHash = keccak256("terms");
    uint256 public constant surplus = 0;

    function claim() external { _claim(msg.sender, msg.sender); }
    function claimFor(address payee) external { _claim(payee, payee); }
    function claimTo(address to) external { _claim(msg.sender, to); }
    function supportsInterface(bytes4 id) external pure virtual returns (bool) { return id == 0x01ffc9a7; }

    function _claim(address payee, address to) internal virtual;

    function _price(uint64 n, uint256 price) internal {
        unchecked { if (msg.value != n * price) revert WrongPayment(n * price, msg.value); }
    }

    function _check(address party) internal view {
        if (party == address(0) || party == address(this)) revert BadParty(party);
    }

    function _send(address to, uint256 amount) internal {
        bool ok;
        assembly { ok := call(gas(), to, amount, 0, 0, 0, 0) }
        if (!ok) revert TransferFailed();
    }
}

abstract contract Recorded is Licence {
    event Record(address indexed caller, uint64 n, uint256 paid);

    function _record(uint64 n, uint256 price) internal {
        _price(n, price);
        emit Record(msg.sender, n, msg.value);
    }
}

/// (a): three claimed sums of 85 bits in one word.
contract ALicence is Recorded {
    address public immutable alice;
    address public immutable bob;
    address public immutable carol;
    uint256 paid;
    uint256 constant MASK = (1 << 85) - 1;

    constructor(address a, address b, address c) {
        _check(a);
        _check(b);
        _check(c);
        if (a == b || a == c) revert BadParty(a);
        if (b == c) revert BadParty(b);
        (alice, bob, carol) = (a, b, c);
    }

    function record(uint64 n) external payable { _record(n, 0.001 ether); }

    function received() public view returns (uint256) { return _received(paid); }

    function claimable(address payee) external view returns (uint256) { return _due(payee, paid).amount; }

    struct Due { uint256 amount; uint256 entitled; uint256 shift; bool known; }

    function _received(uint256 p) internal view returns (uint256) {
        unchecked { return address(this).balance + (p & MASK) + ((p >> 85) & MASK) + (p >> 170); }
    }

    function _due(address who, uint256 p) internal view returns (Due memory d) {
        unchecked {
            uint256 tenths;
            if (who == alice) tenths = 5;
            else if (who == bob) (tenths, d.shift) = (3, 85);
            else if (who == carol) (tenths, d.shift) = (2, 170);
            else return d;
            d.known = true;
            d.entitled = _received(p) * tenths / 10;
            d.amount = d.entitled - ((p >> d.shift) & MASK);
        }
    }

    function _claim(address payee, address to) internal override {
        unchecked {
            uint256 p = paid;
            Due memory d = _due(payee, p);
            if (!d.known) revert NotAllowed(payee);
            if (d.amount == 0) revert NothingToClaim();
            if (d.entitled > MASK) revert Overflow();
            paid = p + (d.amount << d.shift);
            emit Claimed(payee, d.amount);
            _send(to, d.amount);
        }
    }
}

interface Parent { function supportsInterface(bytes4 id) external view returns (bool); }

/// (c): four claimed sums in two words.
contract CLicence is Recorded {
    address public immutable parent;
    address public immutable grandparent;
    address public immutable tuner;
    address public immutable host;
    uint256 paid0;
    uint256 paid1;
    bytes4 constant PLAIN = bytes4(keccak256("acceptsPlainTransfers()"));

    constructor(address p, address g, address t, address h) {
        _check(p);
        _check(g);
        _check(t);
        _check(h);
        if (p == g || p == t || p == h) revert BadParty(p);
        if (g == t || g == h) revert BadParty(g);
        if (t == h) revert BadParty(t);
        if (!Parent(p).supportsInterface(PLAIN)) revert BadParty(p);
        if (!Parent(g).supportsInterface(PLAIN)) revert BadParty(g);
        (parent, grandparent, tuner, host) = (p, g, t, h);
    }

    receive() external payable {}

    function record(uint64 n) external payable { _record(n, 0.002 ether); }

    function supportsInterface(bytes4 id) external pure override returns (bool) { return id == 0x01ffc9a7 || id == PLAIN; }

    function received() external view returns (uint256) { return _received(paid0, paid1); }

    function claimable(address payee) external view returns (uint256 amount) { (amount,,,) = _due(payee, paid0, paid1); }

    function _received(uint256 a, uint256 b) internal view returns (uint256) {
        unchecked { return address(this).balance + uint128(a) + (a >> 128) + uint128(b) + (b >> 128); }
    }

    function _due(address who, uint256 a, uint256 b)
        internal view returns (uint256 amount, uint256 shift, bool second, bool known)
    {
        unchecked {
            uint256 percent;
            if (who == parent) percent = 10;
            else if (who == grandparent) (percent, shift) = (5, 128);
            else if (who == tuner) (percent, second) = (51, true);
            else if (who == host) (percent, second, shift) = (34, true, 128);
            else return (0, 0, false, false);
            known = true;
            uint256 all = _received(a, b);
            if (all >> 128 != 0) revert Overflow();
            amount = all * percent / 100 - uint128((second ? b : a) >> shift);
        }
    }

    function _claim(address payee, address to) internal override {
        unchecked {
            (uint256 a, uint256 b) = (paid0, paid1);
            (uint256 amount, uint256 shift, bool second, bool known) = _due(payee, a, b);
            if (!known) revert NotAllowed(payee);
            if (amount == 0) revert NothingToClaim();
            if (second) paid1 = b + (amount << shift);
            else paid0 = a + (amount << shift);
            emit Claimed(payee, amount);
            _send(to, amount);
        }
    }
}

/// (d): a hash and what remains in one word an epoch, claim bits 256 a word.
contract DLicence is Recorded {
    error WrongEpoch(uint64 given, uint64 expected);
    error EmptyEpoch();
    error BadProof();
    error AlreadyClaimed();
    error BadSignature(uint256 index);
    error TooEarly(uint64 at);

    event Reported(uint64 indexed epoch, bytes32 root, uint64 total, uint256 pot, uint64 closedAt);
    event EpochClaimed(uint64 indexed epoch, address indexed payee, uint256 amount);

    struct Report { uint64 epoch; bytes32 root; uint64 total; }
    struct Closing { bytes32 root; uint64 total; uint256 pot; uint64 closedAt; }

    bytes32 constant REPORT = keccak256("Report(uint64 epoch,bytes32 root,uint64 total)");
    bytes32 constant DOMAIN =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    uint256 constant HALF = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0;

    address public immutable attributor;
    address public immutable treasury;
    uint64 current;
    uint128 outstanding;
    uint64 closedAt;
    mapping(uint256 => uint256) epochs;
    mapping(uint256 => uint256) taken;

    constructor(address a, address t) {
        _check(a);
        _check(t);
        (attributor, treasury) = (a, t);
        closedAt = uint64(block.timestamp);
    }

    function record(uint64 n) external payable { _record(n, 0.001 ether); }

    function received() external view returns (uint256) { return address(this).balance - outstanding; }

    function claimable(address) external pure returns (uint256) { return 0; }

    function eip712Domain() external view
        returns (bytes1, string memory, string memory, uint256, address, bytes32, uint256[] memory)
    {
        return (hex"0f", "EpochModel", "1", block.chainid, address(this), 0, new uint256[](0));
    }

    function report(Report calldata message, bytes calldata signature) external {
        unchecked {
            (uint64 epoch, uint128 owed) = (current, outstanding);
            if (message.epoch != epoch) revert WrongEpoch(message.epoch, epoch);
            bytes32 domain =
                keccak256(abi.encode(DOMAIN, keccak256("EpochModel"), keccak256("1"), block.chainid, address(this)));
            bytes32 content = keccak256(abi.encode(REPORT, message.epoch, message.root, message.total));
            if (!_signed(attributor, keccak256(abi.encodePacked(hex"1901", domain, content)), signature)) {
                revert BadSignature(0);
            }
            uint256 pot = address(this).balance - owed;
            if (pot == 0 || message.total == 0) revert EmptyEpoch();
            if (pot >> 96 != 0) revert Overflow();
            Closing memory closing = Closing(message.root, message.total, pot, uint64(block.timestamp));
            emit Reported(epoch, closing.root, closing.total, pot, closing.closedAt);
            epochs[epoch] = (pot << 160) | uint160(_hash(closing));
            (current, outstanding, closedAt) = (epoch + 1, uint128(owed + pot), closing.closedAt);
        }
    }

    function claimEpoch(
        uint64 epoch, address account, uint64 weight, uint256 index, bytes32 root, uint64 total, uint256 pot,
        uint64 closed, uint256[] calldata proof
    ) external {
        unchecked {
            uint256 word = _epoch(epoch, Closing(root, total, pot, closed));
            _prove(account, weight, index, root, total, proof);
            uint256 amount = pot * weight / total;
            if (amount == 0 || amount > word >> 160) revert NothingToClaim();
            uint256 key = uint256(epoch) << 192 | index >> 8;
            uint256 bits = taken[key];
            uint256 bit = 1 << (index & 255);
            if (bits & bit != 0) revert AlreadyClaimed();
            taken[key] = bits | bit;
            _pay(epoch, word, account, amount);
        }
    }

    function sweepEpoch(uint64 epoch, bytes32 root, uint64 total, uint256 pot, uint64 closed) external {
        uint256 word = _epoch(epoch, Closing(root, total, pot, closed));
        _afterTerm(closed);
        if (word >> 160 == 0) revert NothingToClaim();
        _pay(epoch, word, treasury, word >> 160);
    }

    function closeSilent() external {
        uint256 pot = address(this).balance - outstanding;
        if (pot == 0) revert EmptyEpoch();
        _afterTerm(closedAt);
        closedAt = uint64(block.timestamp);
        emit EpochClaimed(current, treasury, pot);
        _send(treasury, pot);
    }

    function _claim(address payee, address) internal pure override { revert NotAllowed(payee); }

    function _hash(Closing memory c) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(c.root, c.total, c.pot, c.closedAt)));
    }

    function _epoch(uint64 epoch, Closing memory closing) internal view returns (uint256 word) {
        word = epochs[epoch];
        if (uint160(word) != uint160(_hash(closing))) revert BadProof();
    }

    function _afterTerm(uint64 since) internal view {
        unchecked { if (block.timestamp <= since + 180 days) revert TooEarly(since + 180 days); }
    }

    function _pay(uint64 epoch, uint256 word, address to, uint256 amount) internal {
        unchecked {
            epochs[epoch] = word - (amount << 160);
            outstanding -= uint128(amount);
            emit EpochClaimed(epoch, to, amount);
            _send(to, amount);
        }
    }

    function _prove(address account, uint64 weight, uint256 index, bytes32 root, uint64 total, uint256[] calldata proof)
        internal pure
    {
        uint256 hash;
        uint256 sum = weight;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(0, account)
            mstore(0x20, weight)
            hash := keccak256(0, 0x40)
            let at := proof.offset
            let end := add(at, shl(5, proof.length))
            for {} lt(at, end) { at := add(at, 0x40) } {
                let half := shl(6, and(index, 1))
                let other := and(calldataload(add(at, 0x20)), 0xffffffffffffffff)
                mstore(half, hash)
                mstore(xor(half, 0x20), sum)
                mstore(xor(half, 0x40), calldataload(at))
                mstore(xor(half, 0x60), other)
                hash := keccak256(0, 0x80)
                sum := add(sum, other)
                index := shr(1, index)
            }
            mstore(0x40, free)
            mstore(0x60, 0)
        }
        if (bytes32(hash) != root || sum != total || index != 0) revert BadProof();
    }

    /// ecrecover first, then EIP-1271 of a signer with code.
    function _signed(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        if (signature.length == 65) {
            bytes32 s = bytes32(signature[32:64]);
            if (uint256(s) <= HALF) {
                address found = ecrecover(digest, uint8(signature[64]), bytes32(signature[0:32]), s);
                if (found != address(0) && found == signer) return true;
            }
        }
        if (signer.code.length == 0) return false;
        bytes memory question = abi.encodeWithSelector(0x1626ba7e, digest, signature);
        bytes32 answer;
        bool ok;
        assembly ("memory-safe") {
            ok := staticcall(100000, signer, add(question, 0x20), mload(question), 0, 0x20)
            ok := and(ok, gt(returndatasize(), 0x1f))
            answer := mload(0)
        }
        return ok && answer == bytes32(bytes4(0x1626ba7e));
    }
}

/// The pool: a payment stores nothing, a claim folds nothing, a signed due keeps each member's fraction.
contract PLicence is Licence {
    event Pay(address indexed caller, uint64 n, uint256 paid);
    event Reshare(address indexed caller, address who, uint64 n);
    event DividendsShares(address indexed who, uint64 shares);

    address public immutable desk;
    address public immutable author;
    uint256 p0; // what a share ever earned, 192 bits with 64 of fraction | all shares
    uint256 p1; // claimed | receipts that p0 knows of
    struct Member { uint256 seen; int256 due; } // p0's high part when last looked at | shares; due with 64 bits of fraction
    mapping(address => Member) members;

    constructor(address d, address a) {
        _check(d);
        _check(a);
        (desk, author) = (d, a);
    }

    function pay(uint64 n) external payable {
        _price(n, 0.001 ether);
        emit Pay(msg.sender, n, msg.value);
    }

    function reshare(address who, uint64 n) external {
        unchecked {
            if (msg.sender != desk) revert NotAllowed(msg.sender);
            _check(who);
            (uint256 earned, uint256 total, uint256 all, uint256 claimed, uint256 idle) = _now();
            if (idle != 0) members[author].due += int256(idle << 64);
            Member storage member = members[who];
            uint256 seen = member.seen;
            uint256 shares = uint64(seen);
            if (total + n >> 64 != 0 || all >> 128 != 0) revert Overflow();
            if (shares != 0) member.due += int256(shares * (earned - (seen >> 64)));
            member.seen = earned << 64 | (shares + n);
            p0 = earned << 64 | (total + n);
            p1 = claimed << 128 | all;
            emit DividendsShares(who, uint64(shares + n));
            emit Reshare(msg.sender, who, n);
        }
    }

    function received() external view returns (uint256) { unchecked { return address(this).balance + (p1 >> 128); } }

    function dividendsShares(address who) external view returns (uint64) { return uint64(members[who].seen); }

    function dividendsTotal() external view returns (uint64) { return uint64(p0); }

    function claimable(address payee) external view returns (uint256 amount) { (amount,) = _due(payee); }

    /// What came in while nobody held shares is `idle`.
    function _now() internal view
        returns (uint256 earned, uint256 total, uint256 all, uint256 claimed, uint256 idle)
    {
        unchecked {
            (uint256 q, uint256 w) = (p0, p1);
            (earned, total, claimed) = (q >> 64, uint64(q), w >> 128);
            all = address(this).balance + claimed;
            uint256 more = all - uint128(w);
            if (total != 0) earned += (more << 64) / total;
            else idle = more;
        }
    }

    function _due(address payee) internal view returns (uint256 amount, uint256 claimed) {
        unchecked {
            uint256 earned;
            uint256 idle;
            (earned,,, claimed, idle) = _now();
            Member storage member = members[payee];
            uint256 seen = member.seen;
            int256 due = member.due + int256(uint64(seen) * (earned - (seen >> 64)));
            if (payee == author) due += int256(idle << 64);
            due += 1 << 32;
            amount = due < 0 ? 0 : uint256(due) >> 64;
        }
    }

    function _claim(address payee, address to) internal override {
        unchecked {
            (uint256 amount, uint256 claimed) = _due(payee);
            if (amount == 0) revert NothingToClaim();
            members[payee].due -= int256(amount << 64);
            p1 = uint128(p1) | (claimed + amount) << 128;
            emit Claimed(payee, amount);
            _send(to, amount);
        }
    }
}
