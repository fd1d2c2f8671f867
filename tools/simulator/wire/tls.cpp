#include "tools/simulator/wire/tls.hpp"

#include <memory>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdexcept>

namespace tenantry::simulator {
namespace {

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
    void operator()(BIO* bio) const { BIO_free(bio); }
};
template<class T>
using Owned = std::unique_ptr<T, Free>;

void require(bool ok) {
    if (!ok) throw std::runtime_error("OpenSSL cannot make a certificate");
}

constexpr long hour = 60L * 60L;
constexpr long lifetime = 90L * 24L * hour; // shorter than any client's limit

Owned<EVP_PKEY> make_tls_key() {
    Owned<EVP_PKEY> key{EVP_EC_gen("P-256")};
    require(key != nullptr);
    return key;
}

void add_extension(X509* certificate, X509* issuer, int id, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const Owned<X509_EXTENSION> extension{X509V3_EXT_conf_nid(nullptr, &context, id, value)};
    require(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1);
}

// A serial number of its own for each: clients keep certificates apart by issuer and serial.
void set_serial(X509* certificate) {
    long number = 0;
    require(RAND_bytes(reinterpret_cast<unsigned char*>(&number), sizeof number) == 1);
    number &= 0x7fffffffL;
    require(ASN1_INTEGER_set(X509_get_serialNumber(certificate), number) == 1);
}

Owned<X509> make_certificate(EVP_PKEY* key, const char* common_name) {
    Owned<X509> certificate{X509_new()};
    require(certificate != nullptr && X509_set_version(certificate.get(), X509_VERSION_3) == 1);
    set_serial(certificate.get());
    // From an hour ago, for clocks that are slow.
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -hour);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), lifetime);
    require(X509_set_pubkey(certificate.get(), key) == 1);
    require(X509_NAME_add_entry_by_txt(
                X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                reinterpret_cast<const unsigned char*>(common_name), -1, -1, 0) == 1);
    return certificate;
}

void sign(X509* certificate, X509* issuer, EVP_PKEY* key) {
    require(X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1);
    require(X509_sign(certificate, key, EVP_sha256()) > 0);
}

template<class Write>
std::string to_pem(Write write) {
    const Owned<BIO> bio{BIO_new(BIO_s_mem())};
    require(bio != nullptr && write(bio.get()) == 1);
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
}

std::string to_pem(X509* certificate) {
    return to_pem([certificate](BIO* bio) { return PEM_write_bio_X509(bio, certificate); });
}

} // namespace

TlsIdentity make_tls_identity() {
    const auto ca_key = make_tls_key();
    const auto ca = make_certificate(ca_key.get(), "tenantry-simulator CA");
    add_extension(ca.get(), ca.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    add_extension(ca.get(), ca.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
    add_extension(ca.get(), ca.get(), NID_subject_key_identifier, "hash");
    sign(ca.get(), ca.get(), ca_key.get());

    const auto key = make_tls_key();
    const auto leaf = make_certificate(key.get(), "localhost");
    add_extension(leaf.get(), ca.get(), NID_basic_constraints, "critical,CA:FALSE");
    add_extension(leaf.get(), ca.get(), NID_key_usage, "critical,digitalSignature");
    add_extension(leaf.get(), ca.get(), NID_ext_key_usage, "serverAuth");
    add_extension(leaf.get(), ca.get(), NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
    add_extension(leaf.get(), ca.get(), NID_authority_key_identifier, "keyid");
    sign(leaf.get(), ca.get(), ca_key.get());

    TlsIdentity identity;
    identity.ca = to_pem(ca.get());
    identity.certificate = to_pem(leaf.get());
    identity.key = to_pem([&key](BIO* bio) {
        return PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
    return identity;
}

} // namespace tenantry::simulator
