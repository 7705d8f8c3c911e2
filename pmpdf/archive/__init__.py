"""Folder → folder: every PDF of an archive read in a process of its own, nothing lost.

`run.run` brings an OUT folder up to date with an archive; `engines.read` does a single job in a
limited process, which is also the way to read files of unknown origin from a program:

    from pmpdf.archive.engines import read
    from pmpdf.archive.worker import Job

    answer = read(Job("old.pdf"))  # answer.record is the JSON, answer.error what went wrong

The way of a file: `walk` finds it, `plan` decides, `engines` (on other machines `cluster`) and
`readers` carry a job to a process, `worker` does it there, `run` settles what came of it,
`ledger` and `outfolder` hold it, `exports` and `summary` tell of it. `places` is where either
side may lie; in a `storage` it is `stored`, and `transport` carries a job's files to the process.
"""
