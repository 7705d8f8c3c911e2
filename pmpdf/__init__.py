"""Old post-mortem PDFs in, structured records and branded reports out."""

__version__ = "0.1.0"
