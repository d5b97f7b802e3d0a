"""Which page has which file: the names of the site's map, and an address of each with figures in it."""

from indices.files.dictionary import FILES

# The name of a page's address → the name of its file's.
FILE_OF = {
    "indices:index_list": "indices:indices_file",
    "indices:index_detail": "indices:index_file",
    "indices:league_table": "indices:league_file",
    "indices:method": "indices:method_file",
    "indices:unit": "indices:unit_file",
    "indices:unit_year": "indices:unit_year_file",
    "indices:bulletin": "indices:bulletin_file",
    "indices:compare": "indices:compare_file",
    "indices:communes": "indices:communes_file",
    "indices:target_list": "indices:targets_file",
    "indices:target_detail": "indices:target_file",
    "indices:indicator_detail": "indices:indicator_file",
    "indices:corrections": "indices:corrections_file",
    "indices:source": "indices:source_file",
    "provinces:province_list": "indices:directory_file",
    "provinces:ministry_list": "indices:directory_file",
}
# Pages whose figures are none of their own, and why.
WITHOUT_FILES = {
    "indices:home": "its address without its last / is empty; its figures are those of league tables and targets",
    "indices:search": "it leads to pages and says no figure of its own",
    "indices:report_problem": "a form",
    "indices:glossary": "words",
    "indices:api": "words; the figures of its examples are the API's own answers",
    "about": "words",
    "design": "invented figures",
    "accessibility": "words",
}

# An address of each file, without its ending; `?` and what is asked after it.
ADDRESSES = (
    "/indices",
    "/indices/papi",
    "/indices/par-index/2020/provinces",
    "/indices/par-index/2020/provinces?band=B&sort=name&parts=1&units=today",
    "/indices/par-index/2020/ministries",
    "/indices/papi/2011/provinces",
    "/indices/par-index/2023/method",
    "/provinces",
    "/ministries",
    "/provinces/ben-tre",
    "/ministries/ngan-hang-nha-nuoc-viet-nam",
    "/provinces/ben-tre/2020",
    "/provinces/ben-tre/2020/bulletin",
    "/compare",
    "/compare?unit=ben-tre&unit=quang-ninh",
    "/communes",
    "/communes?q=an+hiep+ba+tri",
    "/targets",
    "/targets/chung-thuc-ban-sao-dien-tu-2021",
    "/indicators/chung-thuc-ban-sao-dien-tu",
    "/corrections",
    "/sources/bao-hoang-lam-2021",
)


def at(address: str, ending: str, language: str = "") -> str:
    """The address with an ending: /en/indices.csv."""
    path, mark, query = address.partition("?")
    return f"{language}{path}.{ending}{mark}{query}"


def names_of_files() -> set[str]:
    """The files that are reached by an address."""
    return {name for name in FILES if name.startswith("indices:")}
