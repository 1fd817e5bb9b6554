"""Static files under names that carry a hash of their content, for servers that ran collectstatic."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Hashed(CompressedManifestStaticFilesStorage):
    """Also rewrites the imports between ES modules, so that a module never meets an older sibling."""

    support_js_module_import_aggregation = True
