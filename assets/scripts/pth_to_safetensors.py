"""Turns a PyTorch checkpoint into safetensors, for `effnet-tutor run --weights`.

    python3 pth_to_safetensors.py CHECKPOINT.pth [OUT.safetensors]

Needs torch and safetensors. Without OUT, the suffix of CHECKPOINT is replaced.

A checkpoint is a dictionary of names and tensors, or such a dictionary under one of the keys that
training scripts use: `state_dict_ema`, `model_ema`, `ema` (averaged weights, which are the better ones),
`state_dict`, `model`. The prefix `module.` of DataParallel is taken off, and so is `num_batches_tracked`,
a counter that inference has no use for. Values and types stay as they are.

The checkpoint is read with `weights_only=True`: a pickle is a program, and this one is not run.
"""

import argparse
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file

NESTED = ("state_dict_ema", "model_ema", "ema", "state_dict", "model")
PREFIX = "module."


def state_dict(found, path):
    """The dictionary of tensors in what was loaded, however deep it lies."""
    if not isinstance(found, dict):
        sys.exit(f"{path}: it holds a {type(found).__name__}, expected a dictionary of tensors")
    # A tensor may be called `model`, too.
    inner = next((key for key in NESTED if isinstance(found.get(key), dict)), None)
    if inner is not None:
        print(f"taking `{inner}`", file=sys.stderr)
        return state_dict(found[inner], path)
    tensors = {name: value for name, value in found.items() if isinstance(value, torch.Tensor)}
    if not tensors:
        keys = ", ".join(f"`{key}`" for key in list(found)[:5])
        sys.exit(f"{path}: it holds no tensors" + (f", only {keys}" if keys else ""))
    return tensors


def cleaned(tensors, path):
    """Every tensor under its bare name, with memory of its own, as safetensors wants it."""
    bare = {}
    for name, value in tensors.items():
        while name.startswith(PREFIX):
            name = name.removeprefix(PREFIX)
        if name.split(".")[-1] in ("num_batches_tracked", "n_averaged"):
            continue
        if name in bare:
            sys.exit(f"{path}: `{name}` is there twice, with and without `{PREFIX}`")
        bare[name] = value.detach().cpu().clone().contiguous()
    return bare


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path, nargs="?")
    args = parser.parse_args()
    path, out = args.checkpoint, args.out or args.checkpoint.with_suffix(".safetensors")
    if out == path:
        sys.exit(f"{out}: it would be overwritten; name the file to write")
    try:
        found = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        sys.exit(f"{path}: there is no such file")
    except Exception as error:  # torch raises nearly everything, by what is wrong
        # Its advice is to run the pickle, which is not passed on.
        sys.exit(
            f"{path}: it cannot be loaded as tensors alone ({type(error).__name__}). "
            "If it is a whole model, save its weights where its code is: "
            "torch.save(model.state_dict(), PATH)"
        )
    tensors = cleaned(state_dict(found, path), path)
    try:
        save_file(tensors, out, metadata={"format": "pt"})
    except Exception as error:
        sys.exit(f"{out}: it cannot be written: {error}")
    print(f"{out}: {len(tensors)} tensors", file=sys.stderr)


if __name__ == "__main__":
    main()
