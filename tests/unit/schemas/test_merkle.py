"""The tree gives the published roots, and its proofs hold for what they prove alone."""

import hashlib

import pytest

from schemas.merkle import Frontier, Tree, includes, leaf_hash

# Inputs and roots of the tests of certificate-transparency (RFC 6962, whose hashing RFC 9162 keeps).
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(bytes.fromhex(one)) for one in INPUTS]


def test_the_empty_tree_is_the_hash_of_nothing():
    assert Frontier().root() == Tree(()).root() == hashlib.sha256(b"").digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_published_roots(size):
    assert Tree(LEAVES[:size]).root().hex() == Frontier().extended(LEAVES[:size]).root().hex() == ROOTS[size - 1]


def test_a_published_proof_of_inclusion():
    assert [node.hex() for node in Tree(LEAVES).inclusion(0)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]


def test_appending_one_by_one_keeps_no_more_than_a_frontier():
    tree = Frontier()
    for number in range(1000):
        tree = tree.appended(leaf_hash(str(number).encode()))
    assert len(tree.roots) == 32 * (1000).bit_count()
    assert tree.root() == Tree([leaf_hash(str(number).encode()) for number in range(1000)]).root()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 13])
def test_every_leaf_is_proved_in_its_place_alone(size):
    leaves = [leaf_hash(bytes([number])) for number in range(size)]
    tree = Tree(leaves)
    for place in range(size):
        proof = tree.inclusion(place)
        assert includes(leaves[place], place, size, proof, tree.root())
        assert not includes(leaf_hash(b"other"), place, size, proof, tree.root())
        assert not includes(leaves[place], place, size, (*proof, bytes(32)), tree.root())
