//! TLS to PostgreSQL: always with a certificate that is checked, name and all.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{Error, Result};

/// What makes encrypted connections. Trusted are the certificates of a PEM file or, without one,
/// those the system trusts (`SSL_CERT_FILE` names others).
///
/// # Errors
/// When the file cannot be read or there is no certificate to trust.
pub(crate) fn connector(roots: Option<&Path>) -> Result<MakeRustlsConnect> {
    let mut trusted = RootCertStore::empty();
    match roots {
        Some(file) => trusted.add_parsable_certificates(read(file)?),
        None => trusted.add_parsable_certificates(rustls_native_certs::load_native_certs().certs),
    };
    if trusted.is_empty() {
        let place = roots.map_or("this system".into(), |file| file.display().to_string());
        return Err(Error::Refused(format!(
            "TLS to PostgreSQL: {place} has no certificate to trust; name a PEM file with sslrootcert=FILE"
        )));
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::Refused(format!("TLS to PostgreSQL: {error}")))?
        .with_root_certificates(trusted)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

fn read(file: &Path) -> Result<Vec<CertificateDer<'static>>> {
    CertificateDer::pem_file_iter(file)
        .and_then(Iterator::collect)
        .map_err(|error| Error::Refused(format!("sslrootcert {}: {error}", file.display())))
}
